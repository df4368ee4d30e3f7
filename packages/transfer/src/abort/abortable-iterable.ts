/**
 * What somebody else's code gives piece by piece, until a signal: the next piece then fails with its reason at once, whether
 * or not that code heeds the signal, and the code is asked to end.
 */
export function abortableIterable<Piece>(
  pieces: AsyncIterable<Piece>,
  signal: AbortSignal | undefined,
): AsyncIterable<Piece> {
  if (signal === undefined) return pieces
  return { [Symbol.asyncIterator]: () => new AbortableIterator(pieces[Symbol.asyncIterator](), signal) }
}

/** One reading of {@link abortableIterable}. */
export class AbortableIterator<Piece> implements AsyncIterableIterator<Piece, undefined> {
  readonly #pieces: AsyncIterator<Piece>
  readonly #signal: AbortSignal
  #refuse: ((reason: unknown) => void) | undefined

  constructor(pieces: AsyncIterator<Piece>, signal: AbortSignal) {
    this.#pieces = pieces
    this.#signal = signal
    signal.addEventListener('abort', this.#abort)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<Piece, undefined>> {
    return new Promise((resolve, reject) => {
      if (this.#signal.aborted) {
        this.#abort()
        reject(this.#signal.reason)
        return
      }
      this.#refuse = reject
      this.#pieces.next().then(
        (result) => {
          if (result.done === true) this.#forget()
          resolve(result)
        },
        (error: unknown) => {
          this.#forget()
          reject(error)
        },
      )
    })
  }

  async return(): Promise<IteratorResult<Piece, undefined>> {
    this.#forget()
    const ended = this.#pieces.return?.()
    // What hangs does not hear of it.
    if (this.#signal.aborted) ended?.catch(() => undefined)
    else await ended
    return { done: true, value: undefined }
  }

  readonly #abort = (): void => {
    this.#refuse?.(this.#signal.reason)
    void this.return()
  }

  #forget(): void {
    this.#refuse = undefined
    this.#signal.removeEventListener('abort', this.#abort)
  }
}
