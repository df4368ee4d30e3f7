/** Bytes that come one behind the other, in memory: as many as were said to come, or as many as come. */
export class GrowingBytes {
  readonly #maximum: number
  #bytes: Buffer
  #filled = 0

  /**
   * @param size - in bytes; `undefined` where nobody knows
   * @param maximum - more are refused
   */
  constructor(size: number | undefined, maximum: number) {
    this.#maximum = maximum
    this.#bytes = Buffer.allocUnsafeSlow(size ?? 0)
  }

  get filled(): number {
    return this.#filled
  }

  /** @returns `false` where there are too many of them, and nothing was added */
  add(chunk: Uint8Array): boolean {
    const needed = this.#filled + chunk.byteLength
    if (needed > this.#maximum) return false
    if (needed > this.#bytes.byteLength) {
      const larger = Buffer.allocUnsafeSlow(Math.min(this.#maximum, Math.max(needed, 2 * this.#filled)))
      this.#bytes.copy(larger, 0, 0, this.#filled)
      this.#bytes = larger
    }
    this.#bytes.set(chunk, this.#filled)
    this.#filled = needed
    return true
  }

  /** Those that have come. */
  taken(): Buffer {
    return this.#bytes.subarray(0, this.#filled)
  }
}
