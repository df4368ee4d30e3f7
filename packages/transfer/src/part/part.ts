import { crc32 } from '../checksum/crc-32.ts'
import type { Hasher } from '../checksum/create-hasher.ts'

/** A piece of a file that one request at a time fills from its start. */
export class Part {
  readonly index: number
  readonly start: number
  /** Exclusive. */
  readonly end: number
  /** Bytes that are on the disk, from the start on. */
  written = 0
  /** CRC-32 of them, to check them by when another process goes on. */
  crc = 0
  /** Computes the store's checksum of the part; `undefined` where it gave none, or a CRC-32. */
  hasher: Hasher | undefined
  /** What the hasher computed, once the part is complete. */
  digest: Uint8Array | undefined

  constructor(index: number, start: number, end: number) {
    this.index = index
    this.start = start
    this.end = end
  }

  /** Where the next byte belongs in the file. */
  get position(): number {
    return this.start + this.written
  }

  get isComplete(): boolean {
    return this.position === this.end
  }

  /** Counts bytes that were written. */
  add(bytes: Uint8Array): void {
    this.crc = crc32(bytes, this.crc)
    this.hasher?.update(bytes)
    this.written += bytes.byteLength
    if (this.isComplete && this.hasher !== undefined) this.digest = this.hasher.digest()
  }

  /** Takes over bytes that an earlier process wrote, which a hasher has read. */
  restore(written: number, crc: number, hasher: Hasher | undefined): void {
    this.written = written
    this.crc = crc
    this.hasher = hasher
    this.digest = this.isComplete ? hasher?.digest() : undefined
  }
}
