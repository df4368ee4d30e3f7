import type { BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Family, LeftManifest } from './family.ts'
import { isOfDead } from './is-of-dead.ts'
import type { OpenFile, OwnFiles } from './own-files.ts'
import { readTag } from './read-manifest.ts'
import { isSameFile, lstatIfThere } from './same-file.ts'

const POLL_MS = 50
/** A manifest gets its header at once; one without was made by a process that ended just then. */
const NAMELESS_MS = 1_000
/** Whoever still lives, but gets no further for so long, is not waited for. */
const STUCK_MS = 60_000
/** No clock of another machine is as wrong. */
const CERTAINLY_QUIET_MS = 3_600_000

/** A partial file that another download has. */
export interface Followed {
  readonly family: Family
  readonly manifest: LeftManifest
  readonly files: OwnFiles
  /** The final name that it will get. */
  readonly target: string
  /** Milliseconds without a sign of life after which nobody is believed to work on it. */
  readonly quietAfterMs: number
  readonly signal: AbortSignal | undefined
}

/**
 * What came of it. `finished`: the file got its final name, and can be read here; whoever receives the handle closes it.
 * `ended`: it was left or removed. `quiet`: its process seems to be no more. `stuck`: its process gets no further.
 */
export type FollowOutcome =
  | { readonly how: 'finished'; readonly handle: FileHandle }
  | { readonly how: 'ended' | 'quiet' | 'stuck' }

/**
 * Waits for what another download makes of a file, rather than fetch the same. A sign of life is a change, not a time: the
 * clock of another machine may be wrong.
 */
export async function follow(followed: Followed): Promise<FollowOutcome> {
  const { manifest, files, target, quietAfterMs, signal } = followed
  const watched = new Watched(followed)
  try {
    for (;;) {
      signal?.throwIfAborted()
      const there = await lstatIfThere(manifest.path)
      if (there === undefined) return await watched.ended(target)
      if (!files.has(there)) return { how: 'quiet' }
      await watched.look(there)
      if (watched.isDead || watched.quietMs > (watched.isNameless ? NAMELESS_MS : quietAfterMs))
        return { how: 'quiet' }
      if (watched.stuckMs > STUCK_MS) return { how: 'stuck' }
      await delay(POLL_MS, undefined, signal && { signal }).catch(() => undefined)
    }
  } finally {
    await watched.close()
  }
}

/** A manifest and its partial file, as they change. */
class Watched {
  readonly #family: Family
  readonly #manifestPath: string
  readonly #files: OwnFiles
  #tag: string | undefined
  #part: OpenFile | undefined
  #life: BigIntStats | undefined
  #lifeAt: number = performance.now()
  #progress: BigIntStats | undefined
  #progressAt: number = this.#lifeAt

  constructor({ family, manifest, files }: Followed) {
    this.#family = family
    this.#manifestPath = manifest.path
    this.#files = files
  }

  get quietMs(): number {
    return performance.now() - this.#lifeAt
  }

  get stuckMs(): number {
    return performance.now() - this.#progressAt
  }

  get isNameless(): boolean {
    return this.#tag === undefined
  }

  get isDead(): boolean {
    return this.#tag !== undefined && isOfDead(this.#tag)
  }

  /** @param manifest - as it is now */
  async look(manifest: BigIntStats): Promise<void> {
    // One that was just made has no header yet, and its partial file comes after it.
    this.#tag ??= await readTag(this.#manifestPath, this.#family.id, this.#files)
    if (this.#tag !== undefined) this.#part ??= await this.#files.open(this.#family.partPath(this.#tag))
    if (hasChanged(manifest, this.#life)) {
      const isOld = Date.now() - Number(manifest.mtimeMs) > CERTAINLY_QUIET_MS
      this.#lifeAt = this.#life === undefined && isOld ? -Infinity : performance.now()
      this.#life = manifest
    }
    const part = await this.#part?.handle.stat({ bigint: true })
    if (part !== undefined && hasChanged(part, this.#progress)) {
      this.#progressAt = performance.now()
      this.#progress = part
    }
  }

  /** What came of it when its manifest is gone. */
  async ended(target: string): Promise<FollowOutcome> {
    const part = this.#part
    if (part === undefined || !isSameFile(part.stats, await lstatIfThere(target))) return { how: 'ended' }
    this.#part = undefined
    return { how: 'finished', handle: part.handle }
  }

  async close(): Promise<void> {
    await this.#part?.handle.close()
  }
}

function hasChanged(now: BigIntStats, before: BigIntStats | undefined): boolean {
  return before === undefined || !isSameFile(now, before) || now.mtimeNs !== before.mtimeNs
}
