const SAMPLE_MS = 100
/** One stream more has to be worth that much. */
const GAIN = 1.1
const STEP = 2

/** Finds out how many streams of one file pay: two more as long as they make it faster, two fewer where they did not. */
export class StreamCount {
  readonly #most: number
  #wanted: number
  #sampledAt = performance.now()
  #sampledBytes = 0
  #bestRate = 0
  #isSettled = false

  /**
   * @param first - streams to begin with
   * @param most - streams that may be tried
   */
  constructor(first: number, most: number) {
    this.#most = most
    this.#wanted = Math.min(first, most)
  }

  /** How many streams there should be now. */
  get wanted(): number {
    return this.#wanted
  }

  /** @param bytes - of the file that have come so far */
  sample(bytes: number): void {
    const elapsed = performance.now() - this.#sampledAt
    if (this.#isSettled || elapsed < SAMPLE_MS) return
    const rate = (bytes - this.#sampledBytes) / elapsed
    const paid = rate > this.#bestRate * GAIN
    const isFirst = this.#bestRate === 0
    if (paid) this.#wanted = Math.min(this.#most, this.#wanted + STEP)
    else if (!isFirst) this.#wanted = Math.max(1, this.#wanted - STEP)
    this.#isSettled = !paid || this.#wanted === this.#most
    this.#bestRate = Math.max(this.#bestRate, rate)
    this.#sampledAt = performance.now()
    this.#sampledBytes = bytes
  }
}
