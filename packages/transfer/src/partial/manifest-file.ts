import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Part } from '../part/part.ts'
import { type ManifestHeader, type PartRecord, recordOf } from './manifest.ts'
import { removeIfSame, renameIfSame } from './same-file.ts'

// Only whoever makes it writes to it.
const CREATE_FLAGS =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/**
 * The manifest of this process on the disk: one write at a time, not more often than bytes justify, and an empty line now
 * and then, so that others see that the process is alive.
 */
export class ManifestFile {
  readonly #path: string
  readonly #file: FileHandle
  readonly #stats: BigIntStats
  readonly #lagBytes: number
  /** What has grown since the last record. */
  #grown = new Set<Part>()
  #behind = 0
  #writing: Promise<void> | undefined
  readonly #renewal: NodeJS.Timeout

  private constructor(
    path: string,
    file: FileHandle,
    stats: BigIntStats,
    lagBytes: number,
    renewalMs: number,
  ) {
    this.#path = path
    this.#file = file
    this.#stats = stats
    this.#lagBytes = lagBytes
    this.#renewal = setInterval(() => this.#renew(), renewalMs).unref()
  }

  /**
   * Makes a manifest; `undefined` where one of that name is there.
   *
   * @param lagBytes - written bytes that a killed process may forget
   * @param renewalMs - how often it shows that it is alive, in milliseconds
   */
  static async create(
    path: string,
    header: ManifestHeader,
    lagBytes: number,
    renewalMs: number,
  ): Promise<ManifestFile | undefined> {
    const file = await open(path, CREATE_FLAGS, 0o600).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined
      throw error
    })
    if (file === undefined) return undefined
    const stats = await file.stat({ bigint: true })
    try {
      await file.appendFile(`${JSON.stringify(header)}\n`)
    } catch (error) {
      await removeIfSame(path, stats)
      await file.close()
      throw error
    }
    return new ManifestFile(path, file, stats, lagBytes, renewalMs)
  }

  /** Takes over what the manifest of another process says. */
  async record(parts: readonly PartRecord[]): Promise<void> {
    await this.#writing
    this.#writing = this.#append(linesOf(parts.map(recordOf)))
    await this.#writing
  }

  /** Bytes of a part were written to the file. */
  advance(bytes: number, part: Part): void {
    this.#grown.add(part)
    this.#behind += bytes
    if (this.#behind >= this.#lagBytes && this.#writing === undefined) void this.#start()
  }

  /** Waits for the write that is under way where twice as much is written as may be forgotten. */
  remembered(): Promise<void> | undefined {
    return this.#behind >= this.#lagBytes ? this.#writing : undefined
  }

  /** Writes what is not on record yet, closes the manifest, and leaves it under a name that says that nobody has it. */
  async leave(path: string): Promise<void> {
    clearInterval(this.#renewal)
    await this.#writing
    await this.#start()
    await renameIfSame(this.#path, this.#stats, path)
    await this.#close()
  }

  /** Closes the manifest and removes it. */
  async remove(): Promise<void> {
    await removeIfSame(this.#path, this.#stats)
    await this.#close()
  }

  async #close(): Promise<void> {
    clearInterval(this.#renewal)
    await this.#writing
    // What it holds is worth some bytes at the most, and no failure of the download.
    await this.#file.close().catch(() => undefined)
  }

  #renew(): void {
    this.#writing ??= this.#append('\n')
  }

  #start(): Promise<void> {
    this.#writing = this.#catchUp()
    return this.#writing
  }

  async #catchUp(): Promise<void> {
    do {
      this.#behind = 0
      const grown = this.#grown
      this.#grown = new Set()
      await this.#file
        .appendFile(linesOf([...grown].map(recordOf)))
        // What cannot be recorded now is with the next record, and costs a later run some bytes, and this one nothing.
        .catch(() => {
          this.#grown = new Set([...grown, ...this.#grown])
        })
    } while (this.#behind >= this.#lagBytes)
    this.#writing = undefined
  }

  async #append(text: string): Promise<void> {
    await this.#file.appendFile(text).catch(() => undefined)
    this.#writing = undefined
    if (this.#behind >= this.#lagBytes) void this.#start()
  }
}

/** Each on a line of its own, also behind one that was written by half. */
function linesOf(records: readonly PartRecord[]): string {
  return `\n${records.map((record) => `${JSON.stringify(record)}\n`).join('')}`
}
