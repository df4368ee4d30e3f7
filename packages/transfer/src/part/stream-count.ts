const LEAST_SAMPLE_MS = 100
/** What twice as many streams have to be worth. Each costs memory. */
const GAIN = 1.15

/** Finds out how many streams of one file pay: twice as many as long as they make it faster, half where they did not. */
export class StreamCount {
  readonly #most: number
  #wanted: number
  #sampleMs = LEAST_SAMPLE_MS
  #sampledAt = performance.now()
  #sampledBytes = 0
  #isOpening = true
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

  /** @param ms - what it took until a new stream brought something */
  opened(ms: number): void {
    this.#sampleMs = Math.max(LEAST_SAMPLE_MS, ms)
  }

  /** @param bytes - of the file that have come so far */
  sample(bytes: number): void {
    const elapsed = performance.now() - this.#sampledAt
    if (this.#isSettled || elapsed < this.#sampleMs) return
    // While streams are opened, the rate says nothing.
    if (this.#isOpening) this.#isOpening = false
    else this.#judge((bytes - this.#sampledBytes) / elapsed)
    this.#sampledAt = performance.now()
    this.#sampledBytes = bytes
  }

  #judge(rate: number): void {
    const paid = rate > this.#bestRate * GAIN
    this.#isSettled = !paid || this.#wanted === this.#most
    this.#wanted = paid ? Math.min(this.#most, 2 * this.#wanted) : Math.max(1, Math.floor(this.#wanted / 2))
    this.#bestRate = Math.max(this.#bestRate, rate)
    this.#isOpening = true
  }
}
