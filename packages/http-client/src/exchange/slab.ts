/** With less room than that, the next read begins in another slab. */
const LEAST_ROOM = 64 * 1024

/** Memory that one connection fills from its start, and that others give back piece by piece. */
export class Slab {
  readonly memory: Buffer<ArrayBuffer>
  #used = 0
  /** The offset of the piece that was lent last. */
  #last = 0
  /** The lengths of the pieces that somebody reads, by their offsets. */
  readonly #lent = new Map<number, number>()

  constructor(bytes: number) {
    this.memory = Buffer.allocUnsafeSlow(bytes)
  }

  get isFull(): boolean {
    return this.memory.byteLength - this.#used < LEAST_ROOM
  }

  /** Where the next bytes go. */
  get room(): Uint8Array {
    return this.memory.subarray(this.#used)
  }

  /** A piece at the beginning of the room was filled, and is read by somebody. */
  lend({ byteOffset, byteLength }: Uint8Array): void {
    this.#lent.set(byteOffset, byteLength)
    this.#last = byteOffset
    this.#used = byteOffset + byteLength
  }

  /** Of a piece that was lent, everybody is done with what is before this, its end. */
  shorten({ byteOffset, byteLength }: Uint8Array): void {
    if (byteOffset + byteLength !== this.#used || byteOffset <= this.#last) return
    if (!this.#lent.delete(this.#last)) return
    this.#lent.set(byteOffset, byteLength)
    this.#last = byteOffset
  }

  /**
   * Takes back exactly what was lent as one piece: of another, somebody may still read the rest.
   *
   * @returns whether that was the last piece of a full slab, which is then as new
   */
  takeBack({ byteOffset, byteLength }: Uint8Array): boolean {
    if (this.#lent.get(byteOffset) !== byteLength) return false
    this.#lent.delete(byteOffset)
    if (this.#lent.size > 0 || !this.isFull) return false
    this.#used = 0
    return true
  }
}
