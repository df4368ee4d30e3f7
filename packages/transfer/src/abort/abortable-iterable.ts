import { untilAborted } from '@mlflow-artifacts/repository'

/**
 * What somebody else's code gives piece by piece, until a signal: the next piece then fails with its reason at once, whether
 * or not that code heeds the signal, and the code is asked to end. What `for await` takes is taken, without promises as well.
 */
export function abortableIterable<Piece>(
  pieces: AsyncIterable<Piece>,
  signal: AbortSignal | undefined,
): AsyncIterable<Piece> {
  const given = Symbol.asyncIterator in pieces ? pieces : piecesOf<Piece>(pieces)
  if (signal === undefined) return given
  return { [Symbol.asyncIterator]: () => new AbortableIterator(given[Symbol.asyncIterator](), signal) }
}

async function* piecesOf<Piece>(pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  yield* pieces
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
      const asked = new Promise<IteratorResult<Piece>>((settle) => settle(this.#pieces.next()))
      asked.then(
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
    await untilAborted(this.#end(), this.#signal)
    return { done: true, value: undefined }
  }

  async #end(): Promise<void> {
    await this.#pieces.return?.()
  }

  readonly #abort = (): void => {
    this.#refuse?.(this.#signal.reason)
    // Whether it ends, and how, is nobody's any more.
    this.return().catch(() => undefined)
  }

  #forget(): void {
    this.#refuse = undefined
    this.#signal.removeEventListener('abort', this.#abort)
  }
}
