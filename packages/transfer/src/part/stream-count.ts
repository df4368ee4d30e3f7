const SAMPLE_MS = 100
/** What two streams more have to be worth. Each costs memory. */
const GAIN = 1.15
const STEP = 2

/** Finds out how many streams of one file pay: two more as long as they make it faster, two fewer where they did not. */
export class StreamCount {
  readonly #most: number
  #wanted: number
  #sampledAt = performance.now()
  #sampledBytes = 0
  #samples = 0
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
    this.#samples += 1
    // In the first sample the streams were still being opened: it says nothing.
    if (this.#samples > 1) this.#judge(rate)
    this.#sampledAt = performance.now()
    this.#sampledBytes = bytes
  }
  #judge(rate: number): void {
    const paid = rate > this.#bestRate * GAIN
    this.#wanted = paid ? Math.min(this.#most, this.#wanted + STEP) : Math.max(1, this.#wanted - STEP)
    this.#isSettled = !paid || this.#wanted === this.#most
    this.#bestRate = Math.max(this.#bestRate, rate)
  }
}
