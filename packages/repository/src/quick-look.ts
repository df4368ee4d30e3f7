/** A look that the kernel answers from memory takes some microseconds; longer takes a file server, or a busy machine. */
const LONG_MS = 5
/** So many long looks may come without quick ones between them. */
const MOST_LONG = 3
/** What a quick look makes up for of a long one: on a busy machine few are long, on a file server most. */
const MADE_UP_FOR = 0.01
/** File servers' clients remember at least so long what they were asked. */
const REMEMBERED_MS = 1000

/**
 * Looks at files that this process has just made, opened or read: the kernel answers from memory, sooner than a thread can
 * be asked. Where it does not, as a file system asks somebody else each time, threads are asked from then on.
 */
export class QuickLook {
  static #longLooks = 0
  readonly #begun: number = performance.now()

  /**
   * @param now - looks at once, and blocks
   * @param later - has a thread look
   */
  async take<Seen>(now: () => Seen, later: () => Promise<Seen>): Promise<Seen> {
    const called = performance.now()
    const isSlow = QuickLook.#longLooks > MOST_LONG
    if (isSlow || called - this.#begun > REMEMBERED_MS) return await later()
    try {
      return now()
    } finally {
      const isLong = performance.now() - called > LONG_MS
      QuickLook.#longLooks = Math.max(0, QuickLook.#longLooks + (isLong ? 1 : -MADE_UP_FOR))
    }
  }
}
