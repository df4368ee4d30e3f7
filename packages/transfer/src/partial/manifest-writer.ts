import { rename, rm, writeFile } from 'node:fs/promises'
import type { Manifest } from './manifest.ts'

/** Keeps a manifest on the disk up to date, one write at a time and not more often than bytes justify. */
export class ManifestWriter {
  readonly #path: string
  readonly #lagBytes: number
  readonly #current: () => Manifest
  #behind = 0
  #writing: Promise<void> | undefined

  /**
   * @param lagBytes - written bytes that a killed process may forget
   * @param current - the manifest of this moment
   */
  constructor(path: string, lagBytes: number, current: () => Manifest) {
    this.#path = path
    this.#lagBytes = lagBytes
    this.#current = current
  }

  /** Bytes were written to the file. */
  advance(bytes: number): void {
    this.#behind += bytes
    if (this.#behind >= this.#lagBytes && this.#writing === undefined) void this.#start()
  }

  /** Waits for the write that is under way where twice as much is written as may be forgotten. */
  remembered(): Promise<void> | undefined {
    return this.#behind >= this.#lagBytes ? this.#writing : undefined
  }

  /** Writes the manifest of this moment, and waits for it. */
  async flush(): Promise<void> {
    await this.#writing
    await this.#start()
  }

  /** Waits for a write that is under way. */
  async settle(): Promise<void> {
    await this.#writing
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
      // A manifest that cannot be written costs a later run some bytes, and this one nothing.
      await this.#write().catch(() => rm(this.#draft, { force: true }).catch(() => undefined))
    } while (this.#behind >= this.#lagBytes)
    this.#writing = undefined
  }

  // Renamed into place, so that a killed process leaves the one before rather than half a one.
  async #write(): Promise<void> {
    await writeFile(this.#draft, JSON.stringify(this.#current()), { mode: 0o600 })
    await rename(this.#draft, this.#path)
  }
}
