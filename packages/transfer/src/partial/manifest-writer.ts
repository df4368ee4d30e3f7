import { type FileHandle, open, rename, rm, writeFile } from 'node:fs/promises'
import type { Part } from '../part/part.ts'
import { type ManifestHeader, recordOf } from './manifest.ts'

/** Keeps a manifest on the disk up to date, one write at a time and not more often than bytes justify. */
export class ManifestWriter {
  readonly #path: string
  readonly #lagBytes: number
  readonly #header: ManifestHeader
  readonly #parts: readonly Part[]
  /** What has grown since the last record. */
  readonly #grown = new Set<Part>()
  #file: FileHandle | undefined
  #behind = 0
  #writing: Promise<void> | undefined

  /** @param lagBytes - written bytes that a killed process may forget */
  constructor(path: string, lagBytes: number, header: ManifestHeader, parts: readonly Part[]) {
    this.#path = path
    this.#lagBytes = lagBytes
    this.#header = header
    this.#parts = parts
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

  /** Writes what is not on record yet, and waits for it. */
  async flush(): Promise<void> {
    await this.#writing
    await this.#start()
  }

  /** Waits for a write that is under way, and closes the manifest. */
  async close(): Promise<void> {
    await this.#writing
    await this.#file?.close()
    this.#file = undefined
  }

  get #draft(): string {
    return `${this.#path}.new`
  }

  #start(): Promise<void> {
    this.#writing = this.#catchUp()
    return this.#writing
  }

  async #catchUp(): Promise<void> {
    do {
      this.#behind = 0
      // A manifest that cannot be written costs a later run some bytes, and this one nothing. The next write begins it anew.
      await this.#write().catch(() => this.#forget())
    } while (this.#behind >= this.#lagBytes)
    this.#writing = undefined
  }

  async #write(): Promise<void> {
    const grown = [...this.#grown]
    this.#grown.clear()
    if (this.#file !== undefined) {
      await this.#file.appendFile(linesOf(grown.map(recordOf)))
      return
    }
    const begun = this.#parts.filter(({ written }) => written > 0)
    // Renamed into place, so that a killed process leaves the one before rather than half a one.
    await writeFile(this.#draft, linesOf([this.#header, ...begun.map(recordOf)]), { mode: 0o600 })
    await rename(this.#draft, this.#path)
    this.#file = await open(this.#path, 'a')
  }

  async #forget(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.close().catch(() => undefined)
    await rm(this.#draft, { force: true }).catch(() => undefined)
  }
}

function linesOf(values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}
