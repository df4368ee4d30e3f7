import { performance } from 'node:perf_hooks'

/** What this thread did in less time says nothing. */
const WINDOW_MS = 50
/** What comes in one piece of this size has waited for this thread: somebody slow sends less at once. */
const WAITED_BYTES = 256 * 1024

/**
 * How many streams of a file are worth reading: two, and more while this thread is idle and their bytes come as if each
 * was slow. From a fast store, more streams bring no more, and cost both sides time.
 */
export class ReadingTime {
  readonly #most: number
  #streams = 2
  #since = performance.eventLoopUtilization()
  #bytes = 0
  #waited = 0

  /** @param most - where there is time for more */
  constructor(most: number) {
    this.#most = most
  }

  /** Notes a piece of a stream. */
  received(bytes: number): void {
    this.#bytes += bytes
    if (bytes >= WAITED_BYTES) this.#waited += bytes
  }

  /**
   * Looks at how busy the thread was since the last look, and at what came.
   *
   * @param reading - how many streams it read from meanwhile
   */
  streams(reading: number): number {
    const now = performance.eventLoopUtilization()
    const { active, idle, utilization } = performance.eventLoopUtilization(now, this.#since)
    if (active + idle < WINDOW_MS) return this.#streams
    const isStoreFast = 4 * this.#waited > this.#bytes
    // So many would take all of its time.
    const wanted = Math.floor(reading / utilization)
    if (wanted >= 2 * reading && !isStoreFast)
      this.#streams = Math.min(this.#most, Math.max(this.#streams, wanted))
    this.#since = now
    this.#bytes = 0
    this.#waited = 0
    return this.#streams
  }
}
