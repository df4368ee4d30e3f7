import { readFile, rm } from 'node:fs/promises'
import type { Checksum } from '@mlflow-artifacts/repository'
import type { Part } from '../part/part.ts'
import type { PartMap } from '../part/part-map.ts'
import { Lock } from './lock.ts'
import { headerOf, type Manifest, parseManifest } from './manifest.ts'
import { ManifestWriter } from './manifest-writer.ts'
import { PartialFile } from './partial-file.ts'
import { verifiedParts } from './verified-parts.ts'

/** What an earlier process left of a download. */
export interface Left {
  readonly manifest: Manifest
  readonly parts: PartMap
}

/** A partial file, and beside it what a later process has to know to go on, if it may. */
export class ResumableFile {
  readonly file: PartialFile
  /** What an earlier process left; `undefined`: the file is empty. */
  readonly left: Left | undefined
  readonly #key: string
  /** `undefined`: nobody goes on with this file. */
  readonly #lock: Lock | undefined
  #manifest: ManifestWriter | undefined

  private constructor(file: PartialFile, left: Left | undefined, key: string, lock: Lock | undefined) {
    this.file = file
    this.left = left
    this.#key = key
    this.#lock = lock
  }

  /**
   * Opens what an earlier process left, or a new file.
   *
   * @param path - of the partial file
   * @param key - says which artifact it is of
   * @returns `undefined` where another process works on it
   */
  static async open(path: string, key: string): Promise<ResumableFile | undefined> {
    const lock = await Lock.take(`${path}.lock`)
    if (lock === undefined) return undefined
    try {
      const manifest = parseManifest(await readManifest(path), key)
      const file = manifest === undefined ? undefined : await PartialFile.reopen(path).catch(() => undefined)
      if (manifest !== undefined && file !== undefined) {
        const parts = await verifiedParts(file, manifest).catch(async (error: unknown) => {
          await file.keep()
          throw error
        })
        return new ResumableFile(file, { manifest, parts }, key, lock)
      }
      await rm(`${path}.json`, { force: true })
      await rm(path, { force: true })
      return new ResumableFile(await PartialFile.create(path), undefined, key, lock)
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** What an earlier process left and can be gone on with; `undefined`: nothing, or another process has it. */
  static async reopen(path: string, key: string): Promise<ResumableFile | undefined> {
    if (parseManifest(await readManifest(path), key) === undefined) return undefined
    return await ResumableFile.open(path, key)
  }

  /** A file that is removed whatever ends the download. */
  static async createUnique(path: string): Promise<ResumableFile> {
    return new ResumableFile(await PartialFile.create(path), undefined, '', undefined)
  }

  /** From now on the manifest says how far these parts are. */
  track(parts: PartMap, validator: string, checksum: Checksum | undefined): void {
    if (this.#lock === undefined) return
    this.#manifest = new ManifestWriter(
      `${this.file.path}.json`,
      parts.partSize / 2,
      headerOf(this.#key, validator, checksum, parts),
      parts.parts,
    )
  }

  /** Bytes of a part were written to the file. */
  advance(bytes: number, part: Part): void {
    this.#manifest?.advance(bytes, part)
  }

  /** Waits where the manifest is too far behind the file. */
  remembered(): Promise<void> | undefined {
    return this.#manifest?.remembered()
  }

  /** Gives the file its final name. */
  async commit(target: string, durable: boolean): Promise<void> {
    await this.file.commit(target, durable)
    await this.#end()
  }

  /** Leaves the file for a later process to go on with, where it can. */
  async keep(): Promise<void> {
    if (this.#lock === undefined || this.#manifest === undefined) {
      await this.discard()
      return
    }
    await this.#manifest.flush()
    await this.#manifest.close()
    await this.file.keep()
    await this.#lock.release()
  }

  /** Removes the file. */
  async discard(): Promise<void> {
    await this.file.discard()
    await this.#end()
  }

  async #end(): Promise<void> {
    if (this.#lock === undefined) return
    await this.#manifest?.close()
    await rm(`${this.file.path}.json`, { force: true })
    // A killed process may have left its draft.
    await rm(`${this.file.path}.json.new`, { force: true })
    await this.#lock.release()
  }
}

async function readManifest(path: string): Promise<string> {
  return await readFile(`${path}.json`, 'utf8').catch(() => '')
}
