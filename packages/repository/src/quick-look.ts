/** A look that the kernel answers from memory takes some microseconds; this long, only a file server can take. */
const LONG_MS = 5
/** File servers' clients remember at least so long what they were asked. */
const REMEMBERED_MS = 1000

/**
 * Looks at files that this process has just made, opened or read: the kernel answers from memory, sooner than a thread can
 * be asked. Where it once did not, as a file system asks somebody else each time, threads are asked from then on.
 */
export class QuickLook {
  static #isSlow = false
  readonly #begun: number = performance.now()

  /**
   * @param now - looks at once, and blocks
   * @param later - has a thread look
   */
  async take<Seen>(now: () => Seen, later: () => Promise<Seen>): Promise<Seen> {
    const called = performance.now()
    if (QuickLook.#isSlow || called - this.#begun > REMEMBERED_MS) return await later()
    try {
      return now()
    } finally {
      if (performance.now() - called > LONG_MS) QuickLook.#isSlow = true
    }
  }
}
