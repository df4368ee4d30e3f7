import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Hasher } from '../checksum/create-hasher.ts'
import type { Part } from '../part/part.ts'
import type { PartMap } from '../part/part-map.ts'
import type { Family } from './family.ts'
import { follow } from './follow.ts'
import { headerOf } from './manifest.ts'
import { ManifestFile } from './manifest-file.ts'
import { OwnFiles } from './own-files.ts'
import { type Commit, PartialFile } from './partial-file.ts'
import { newTag } from './partial-name.ts'
import { removeRelatives } from './remove-relatives.ts'
import { lstatIfThere } from './same-file.ts'
import { takeOver } from './take-over.ts'

const RENEWAL_MS = 2_000
/** Of a file that is one part, a killed process forgets no more than of others. */
const MOST_LAG_BYTES = 16 * 1024 * 1024
/** A manifest that cannot be made or followed for so often is none that this library made. */
const MOST_GENERATIONS = 1_000_000
const MOST_TRIES = 1_000
/** No more processes have been at it one after the other, and what they left cannot be looked at for ever. */
const MOST_LEFT = 16

/** What {@link ResumableFile.open} works on. */
export interface Opening {
  readonly family: Family
  /** The parts of the file; those that are there already are restored. */
  readonly map: PartMap
  /** The final name. */
  readonly target: string
  /** Milliseconds without a sign of life after which the file of another process is taken over. */
  readonly quietAfterMs: number
  /** Computes the store's checksum of a part; `undefined` where none has to be computed. */
  createHasher(): Hasher | undefined
  /** Is called before another process is waited for, which may take long. */
  beforeWaiting(): Promise<void>
  /** Is told of bytes that need not be fetched. */
  onRestored(bytes: number): void
  /** Refuses a file that the disk has no room for. */
  assertFreeSpace(bytes: number): Promise<void>
  readonly signal: AbortSignal | undefined
}

/** What the files are called when nobody has them. */
interface FreePaths {
  readonly part: string
  readonly manifest: string
}

/** A partial file, and beside it what a later process has to know to go on. */
export class ResumableFile {
  readonly file: PartialFile
  readonly #manifest: ManifestFile
  readonly #free: FreePaths

  private constructor(file: PartialFile, manifest: ManifestFile, free: FreePaths) {
    this.file = file
    this.#manifest = manifest
    this.#free = free
  }

  /**
   * Makes a partial file, from what others left where there is something, or waits for another download that has one. No
   * lock: two that work on the same file each write to their own.
   *
   * @returns the finished file of another download, open; `undefined` where nothing can be shared with others here
   */
  static async open(opening: Opening): Promise<ResumableFile | FileHandle | undefined> {
    const { family, map, target, quietAfterMs, signal } = opening
    const files = await OwnFiles.in(dirname(target))
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const left = await family.manifests()
      if (left === undefined) return undefined
      const [newest] = left
      const generation = (newest?.generation ?? 0) + 1
      if (generation > MOST_GENERATIONS) return undefined
      let abandoned = left
      if (newest !== undefined && !newest.isFree) {
        await opening.beforeWaiting()
        const outcome = await follow({ family, files, manifest: newest, target, quietAfterMs, signal })
        if (outcome.how === 'finished') return outcome.handle
        if (outcome.how === 'ended') continue
        if (outcome.how === 'stuck') abandoned = []
      }
      const tag = newTag()
      const free = { part: family.partPath(tag, true), manifest: family.manifestPath(generation, true) }
      const manifest = await ManifestFile.create(
        family.manifestPath(generation),
        headerOf(family.id, tag),
        Math.min(map.partSize, MOST_LAG_BYTES) / 2,
        Math.min(RENEWAL_MS, quietAfterMs / 4),
      )
      // Of several that find what was left, the one that makes the next manifest goes on with it.
      if (manifest === undefined) continue
      let file: PartialFile | undefined
      try {
        const taking = { ...opening, files, manifest, tag }
        file = (await takeOver(taking, abandoned.slice(0, MOST_LEFT))) ?? (await fresh(opening, tag))
        await removeRelatives(family, files, signal)
        return new ResumableFile(file, manifest, free)
      } catch (error) {
        await file?.leave(free.part)
        // What was adopted is left as it was found, for a later download.
        const isLeft = (await lstatIfThere(free.part)) !== undefined
        await (isLeft ? manifest.leave(free.manifest) : manifest.remove())
        throw error
      }
    }
    return undefined
  }

  /** Bytes of a part were written to the file. */
  advance(bytes: number, part: Part): void {
    this.#manifest.advance(bytes, part)
  }

  /** Waits where the manifest is too far behind the file. */
  remembered(): Promise<void> | undefined {
    return this.#manifest.remembered()
  }

  /**
   * Gives the file its final name.
   *
   * @throws PartialLost where another file has its hidden name by now, or none
   */
  async commit(commit: Commit): Promise<void> {
    await this.file.commit(commit)
    await this.#manifest.remove()
  }

  /** Leaves the file for a later download to go on with. */
  async keep(): Promise<void> {
    try {
      await this.file.leave(this.#free.part)
    } finally {
      await this.#manifest.leave(this.#free.manifest)
    }
  }

  /** Removes the file. */
  async discard(): Promise<void> {
    try {
      await this.file.discard()
    } finally {
      await this.#manifest.remove()
    }
  }
}

async function fresh({ family, map, assertFreeSpace }: Opening, tag: string): Promise<PartialFile> {
  await assertFreeSpace(map.size)
  const file = await PartialFile.create(family.partPath(tag))
  try {
    await file.handle.truncate(map.size)
    return file
  } catch (error) {
    await file.discard()
    throw error
  }
}
