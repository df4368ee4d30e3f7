import { performance } from 'node:perf_hooks'

/** What this thread did in less time says nothing. */
const WINDOW_MS = 50
/** Of its time. A thread that is busier reads hardly more from more streams, but pays for them. */
const BUSY = 0.5

/** How many streams this thread has time to read. One connection of a fast network may be enough. */
export class ReadingTime {
  readonly #most: number
  #streams = 1
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
    const { active, idle, utilization } = performance.eventLoopUtilization(this.#since)
    if (active + idle < WINDOW_MS) return this.#streams
    this.#since = performance.eventLoopUtilization()
    const affordable = utilization < BUSY ? Math.floor(reading / utilization) : reading
    this.#streams = Math.min(this.#most, Math.max(this.#streams, affordable))
    return this.#streams
  }
}
