import { Readable } from 'node:stream'
import { AbortableIterator, abortableIterable } from './abortable-iterable.ts'

/** A body that ends with a signal, whoever made it; a `Readable` stays one. */
export function abortableBody(
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  if (!(body instanceof Readable)) return abortableIterable(body, signal)
  // Whoever reads it gets the reason, which need not be an error.
  const abort = (): void => Reflect.apply(body.destroy, body, [signal.reason])
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  body.once('close', () => signal.removeEventListener('abort', abort))
  // Where nobody reads at this moment, a failure without a listener would end the process.
  body.on('error', () => undefined)
  // One that is made of a generator ends when that goes on, which it may never do.
  const iterate = body[Symbol.asyncIterator].bind(body)
  body[Symbol.asyncIterator] = () => new AbortableIterator<Uint8Array>(iterate(), signal)
  return body
}
