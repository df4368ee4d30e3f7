/** What a text says, as it stands or in some encoding: bytes, and where in the text what says each of them stands. */
export interface Reading {
  readonly bytes: Uint8Array
  /** Where what says a byte begins. */
  readonly starts: Uint32Array
  /** Behind its end. */
  readonly ends: Uint32Array
}

/** A text as it stands. */
export function plainReading(bytes: Uint8Array): Reading {
  return {
    bytes,
    starts: Uint32Array.from(bytes, (_, index) => index),
    ends: Uint32Array.from(bytes, (_, index) => index + 1),
  }
}

/** Gathers what a reading says when it is read in a further encoding. */
export class ReadingBuilder {
  readonly #source: Reading
  readonly #bytes: Uint8Array
  readonly #starts: Uint32Array
  readonly #ends: Uint32Array
  #length = 0

  /** No more bytes may be added than the source has. */
  constructor(source: Reading) {
    const capacity = source.bytes.length
    this.#source = source
    this.#bytes = new Uint8Array(capacity)
    this.#starts = new Uint32Array(capacity)
    this.#ends = new Uint32Array(capacity)
  }

  /**
   * Adds a byte.
   *
   * @param start - where in the source what says it begins
   * @param end - behind its end
   */
  add(byte: number, start: number, end: number): void {
    this.#bytes[this.#length] = byte
    this.#starts[this.#length] = this.#source.starts[start] ?? 0
    this.#ends[this.#length] = this.#source.ends[end - 1] ?? 0
    this.#length += 1
  }

  build(): Reading {
    return {
      bytes: this.#bytes.subarray(0, this.#length),
      starts: this.#starts.subarray(0, this.#length),
      ends: this.#ends.subarray(0, this.#length),
    }
  }
}

/** A character for each byte. */
export function latin1({ bytes }: Reading): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
