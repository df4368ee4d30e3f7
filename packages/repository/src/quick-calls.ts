/** What the kernel does in memory takes it some microseconds; longer takes a file server, or a busy machine. */
const LONG_MS = 5
/** So many long calls may come without quick ones between them. */
const MOST_LONG = 3
/** What a quick call makes up for of a long one: on a busy machine few are long, on a file server most. */
const MADE_UP_FOR = 0.01
/** File servers' clients remember at least so long what they were asked. */
const REMEMBERED_MS = 1000

/**
 * System calls about files that this process has just made, opened or read: the kernel does them in memory, sooner than a
 * thread can be asked. Where it does not, as the disk is busy, or another file system is in use, threads are asked.
 */
export class QuickCalls {
  static #longCalls = 0
  readonly #isQuick: boolean
  readonly #begun: number = performance.now()

  /** @param isQuick - `false`: threads make all calls, as a program or a server that hangs would block the whole process */
  constructor(isQuick: boolean) {
    this.#isQuick = isQuick
  }

  /**
   * @param now - makes the call at once, and blocks
   * @param later - has a thread make it
   * @returns the result itself where it was made at once: for many small files, promises are much of the work
   */
  make<Result>(now: () => Result, later: () => Promise<Result>): Result | Promise<Result> {
    const called = performance.now()
    const isSlow = !this.#isQuick || QuickCalls.#longCalls > MOST_LONG
    if (isSlow || called - this.#begun > REMEMBERED_MS) return later()
    try {
      return now()
    } finally {
      const isLong = performance.now() - called > LONG_MS
      QuickCalls.#longCalls = Math.max(0, QuickCalls.#longCalls + (isLong ? 1 : -MADE_UP_FOR))
    }
  }
}
