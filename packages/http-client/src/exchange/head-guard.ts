/** More than the headers may have, with those of the interim answers before them. */
export const LARGEST_HEAD: number = 2 ** 20
/** HTTP knows three kinds of them, of which a server sends one or two. */
export const MOST_INTERIM_ANSWERS = 16
const LOOKED_AT_EVERY_MS = 1_000

/** What {@link HeadGuard} fails with; the codes of undici, where it has one. */
export class HeadRefused extends Error {
  readonly code: 'UND_ERR_HEADERS_TIMEOUT' | 'UND_ERR_HEADERS_OVERFLOW' | 'INTERIM_ANSWERS'

  constructor(code: HeadRefused['code']) {
    super('The head of the answer is refused')
    this.code = code
  }
}

/**
 * Limits what comes before a response. undici limits headers, but begins its time anew with each interim answer, and does
 * not count what it skips, such as a reason phrase without an end.
 */
export class HeadGuard {
  readonly #headersMs: number
  readonly #refuse: (error: HeadRefused) => void
  #startedAt = 0
  #interimAnswers = 0
  #timer: NodeJS.Timeout | undefined

  /** @param headersMs - in all; 0 is no limit */
  constructor(headersMs: number, refuse: (error: HeadRefused) => void) {
    this.#headersMs = headersMs
    this.#refuse = refuse
  }

  /** @param bytesReceived - by the connection, so far */
  start(bytesReceived: () => number): void {
    this.#startedAt = performance.now()
    const before = bytesReceived()
    this.#timer = setInterval(() => {
      if (bytesReceived() - before > LARGEST_HEAD) this.#fail('UND_ERR_HEADERS_OVERFLOW')
    }, LOOKED_AT_EVERY_MS).unref()
  }

  /** An answer has come that announces another one. */
  interim(): void {
    this.#interimAnswers += 1
    if (this.#interimAnswers > MOST_INTERIM_ANSWERS) this.#fail('INTERIM_ANSWERS')
    else if (this.#headersMs > 0 && performance.now() - this.#startedAt > this.#headersMs)
      this.#fail('UND_ERR_HEADERS_TIMEOUT')
  }

  end(): void {
    clearInterval(this.#timer)
  }

  #fail(code: HeadRefused['code']): void {
    this.end()
    this.#refuse(new HeadRefused(code))
  }
}
