import { performance } from 'node:perf_hooks'

/** What this thread did in less time says nothing. */
const WINDOW_MS = 50
/** Of its time: twice as many streams would take all of it. */
const BUSY = 0.5

/** How many streams of a file this thread has time to read: two, and more where it is not busy with them. */
export class ReadingTime {
  readonly #most: number
  #streams = 2
  #since = performance.eventLoopUtilization()

  /** @param most - where it has time for more */
  constructor(most: number) {
    this.#most = most
  }

  /**
   * Looks at how busy the thread was since the last look.
   *
   * @param reading - how many streams it read from meanwhile
   */
  streams(reading: number): number {
    const now = performance.eventLoopUtilization()
    const { active, idle, utilization } = performance.eventLoopUtilization(now, this.#since)
    if (active + idle < WINDOW_MS) return this.#streams
    this.#since = now
    if (utilization < BUSY) this.#streams = Math.min(this.#most, Math.max(this.#streams, 2 * reading))
    return this.#streams
  }
}
