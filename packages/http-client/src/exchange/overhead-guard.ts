/** HTTP knows three kinds of them, of which a server sends one or two. */
export const MOST_INTERIM_ANSWERS = 16
/** More than the headers may have, with those of the interim answers before them. */
const LARGEST_HEAD: number = 2 ** 20
/** What is read, and not parsed yet, counts as such bytes for a while. */
const LARGEST_FRAMING: number = 8 * 2 ** 20
const LOOKED_AT_EVERY_MS = 1_000

/** What {@link OverheadGuard} fails with; the codes of undici, where it has one. */
export class OverheadRefused extends Error {
  readonly code: 'UND_ERR_HEADERS_TIMEOUT' | 'UND_ERR_HEADERS_OVERFLOW' | 'INTERIM_ANSWERS' | 'FRAMING'

  constructor(code: OverheadRefused['code']) {
    super('Nothing but overhead comes')
    this.code = code
  }
}

/**
 * Limits what comes with an answer and is none of its body. undici limits headers, but begins its time anew with each
 * interim answer, and does not count what it skips: a reason phrase, spaces, extensions of chunks without an end.
 */
export class OverheadGuard {
  readonly #headersMs: number
  readonly #refuse: (error: OverheadRefused) => void
  #startedAt = 0
  #interimAnswers = 0
  #hasBody = false
  #bodyBytes = 0
  #timer: NodeJS.Timeout | undefined

  /** @param headersMs - in all; 0 is no limit */
  constructor(headersMs: number, refuse: (error: OverheadRefused) => void) {
    this.#headersMs = headersMs
    this.#refuse = refuse
  }

  /** @param bytesReceived - by the connection, so far */
  start(bytesReceived: () => number): void {
    this.#startedAt = performance.now()
    const before = bytesReceived()
    this.#timer = setInterval(() => {
      const overhead = bytesReceived() - before - this.#bodyBytes
      if (!this.#hasBody && overhead > LARGEST_HEAD) this.#fail('UND_ERR_HEADERS_OVERFLOW')
      // Bytes that come one by one have as much around each.
      else if (overhead > LARGEST_FRAMING + 8 * this.#bodyBytes) this.#fail('FRAMING')
    }, LOOKED_AT_EVERY_MS).unref()
  }

  /** An answer has come that announces another one. */
  interim(): void {
    this.#interimAnswers += 1
    if (this.#interimAnswers > MOST_INTERIM_ANSWERS) this.#fail('INTERIM_ANSWERS')
    else if (this.#headersMs > 0 && performance.now() - this.#startedAt > this.#headersMs)
      this.#fail('UND_ERR_HEADERS_TIMEOUT')
  }

  /** The head is there. */
  bodyBegins(): void {
    this.#hasBody = true
  }

  /** Bytes of the body have come. */
  received(bytes: number): void {
    this.#bodyBytes += bytes
  }

  end(): void {
    clearInterval(this.#timer)
  }

  #fail(code: OverheadRefused['code']): void {
    this.end()
    this.#refuse(new OverheadRefused(code))
  }
}
