import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'

/** The bytes of an answer, each chunk as it came: one is read, and only then the connection goes on. */
export class ResponseBody extends Readable {
  readonly #controller: Dispatcher.DispatchController
  #failure: Error | undefined

  constructor(controller: Dispatcher.DispatchController) {
    // With a chunk in reserve, Node would copy it into one with the next.
    super({ highWaterMark: 0 })
    this.#controller = controller
    // A failure before anybody reads is kept for the reader; without a listener it would end the process.
    this.on('error', () => undefined)
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

  override _read(): void {
    if (this.#failure === undefined) this.#controller.resume()
    else this.destroy(this.#failure)
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    // The whole may have been received, and only not read: then this is without effect.
    if (!this.readableEnded) this.#controller.abort(new Error('The body was not wanted'))
    callback(error)
  }
}
