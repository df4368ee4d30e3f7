import { Readable } from 'node:stream'
import { destroyOnAbort } from '@mlflow-artifacts/repository'
import { AbortableIterator, abortableIterable } from './abortable-iterable.ts'

/** A body that ends with a signal, whoever made it; a `Readable` stays one. */
export function abortableBody(
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncIterable<Uint8Array> {
  if (!(body instanceof Readable)) return abortableIterable(body, signal)
  if (signal === undefined) return body
  destroyOnAbort(body, signal)
  // One that is made of a generator ends when that goes on, which it may never do.
  const iterate = body[Symbol.asyncIterator].bind(body)
  body[Symbol.asyncIterator] = () => new AbortableIterator<Uint8Array>(iterate(), signal)
  return body
}
