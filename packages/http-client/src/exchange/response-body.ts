import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'

/** What reading an answer does to its connection. */
type ExchangeControl = Pick<Dispatcher.DispatchController, 'resume' | 'abort'>

/** The bytes of an answer, each chunk as it came: one is read, and only then the connection goes on. */
export class ResponseBody extends Readable {
  readonly #controller: ExchangeControl
  #failure: Error | undefined
  #isReceived = false
  #isRead = false
  /** Whoever iterates waits for something to happen. */
  #wake: () => void = () => undefined

  constructor(controller: ExchangeControl) {
    // With a chunk in reserve, Node would copy it into one with the next.
    super({ highWaterMark: 0 })
    this.#controller = controller
    // A failure before anybody reads is kept for the reader; without a listener it would end the process.
    this.on('error', () => undefined)
  }

  /**
   * The next bytes of it have come.
   *
   * @returns whether more may come at once
   */
  receive(chunk: Uint8Array): boolean {
    const wantsMore = this.push(chunk)
    this.#wake()
    return wantsMore
  }

  /** All of it has come. */
  end(): void {
    this.#isReceived = true
    this.push(null)
    this.#wake()
  }

  /** The connection broke. What had come by then is still read: it need not be asked for again. */
  fail(error: Error): void {
    this.#failure = error
    if (this.readableLength === 0) this.destroy(error)
  }

  /** Nobody wants the rest: whoever reads it gets the reason, which need not be an error. */
  abort(reason: unknown): void {
    Reflect.apply(this.destroy, this, [reason || new Error('Aborted', { cause: reason })])
  }

  /** As every stream is iterated, but without listeners and a generator, which cost more than a small body. */
  override [Symbol.asyncIterator](): NodeJS.AsyncIterator<Uint8Array, undefined, undefined> {
    const iterator = {
      [Symbol.asyncIterator]: () => iterator,
      next: () => this.#next(),
      return: async (): Promise<IteratorResult<Uint8Array, undefined>> => {
        this.#isRead = true
        this.destroy()
        return { done: true, value: undefined }
      },
    }
    return iterator
  }

  override _read(): void {
    if (this.#failure === undefined) this.#controller.resume()
    else this.destroy(this.#failure)
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    // The whole may have been received, and only not read: then this is without effect.
    if (!this.readableEnded) this.#controller.abort(new Error('The body was not wanted'))
    callback(error)
    this.#wake()
  }

  async #next(): Promise<IteratorResult<Uint8Array, undefined>> {
    while (!this.#isRead) {
      const chunk: Uint8Array | null = this.destroyed ? null : this.read()
      if (chunk !== null) return { done: false, value: chunk }
      if (this.errored !== null) throw this.errored
      // A stream that was read to its end closes itself, before whoever reads slowly asks for more.
      if (this.readableEnded) break
      if (this.destroyed) throw new Error('The body was closed before its end')
      if (this.#isReceived) break
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    this.#isRead = true
    return { done: true, value: undefined }
  }
}
