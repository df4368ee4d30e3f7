const CAPACITY = 100
const REFILLED_EVERY_MS = 1_000
const SUCCESSES_FOR_ONE = 5

/**
 * How many repetitions one origin gets from all calls together: 100 in a row, one more for each second, and for each five
 * requests that succeed. An outage then costs a bounded number of requests, however many are waiting, and is forgotten some
 * time after its end.
 */
export class RetryBudget {
  readonly #now: () => number
  #left = CAPACITY
  #countedAt: number

  /** @param now - a clock in milliseconds. Default: of the process */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#countedAt = now()
  }

  /**
   * Begins a call.
   *
   * @param own - repetitions that it has to itself, for when there are none left for all
   * @returns says whether there may be a repetition, and counts it
   */
  forCall(own: number): () => boolean {
    let ownLeft = own
    return () => {
      this.#refill()
      if (this.#left >= 1) this.#left -= 1
      else if (ownLeft > 0) ownLeft -= 1
      else return false
      return true
    }
  }

  /** Counts a request that succeeded. */
  giveBack(): void {
    this.#add(1 / SUCCESSES_FOR_ONE)
  }

  #refill(): void {
    const now = this.#now()
    this.#add((now - this.#countedAt) / REFILLED_EVERY_MS)
    this.#countedAt = now
  }

  #add(repetitions: number): void {
    this.#left = Math.min(CAPACITY, this.#left + repetitions)
  }
}
