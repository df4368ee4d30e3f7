const CAPACITY = 500
const COST_OF_RETRY = 5

/**
 * How many repetitions one origin gets from all requests together: 100 in a row, and one more for each five requests
 * that succeed. An outage then costs a bounded number of requests, however many are waiting.
 */
export class RetryBudget {
  #tokens = CAPACITY

  /** Whether there may be a repetition; it is then counted. */
  take(): boolean {
    if (this.#tokens < COST_OF_RETRY) return false
    this.#tokens -= COST_OF_RETRY
    return true
  }

  /** Counts a request that succeeded. */
  giveBack(): void {
    this.#tokens = Math.min(CAPACITY, this.#tokens + 1)
  }
}
