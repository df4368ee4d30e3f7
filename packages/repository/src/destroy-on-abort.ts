import type { Readable } from 'node:stream'

/** Destroys a stream when a signal says so; whoever reads it gets the reason itself, which need not be an error. */
export function destroyOnAbort(stream: Readable, signal: AbortSignal): void {
  const abort = (): void => Reflect.apply(stream.destroy, stream, [signal.reason])
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  stream.once('close', () => signal.removeEventListener('abort', abort))
  // Where nobody reads at this moment, a failure without a listener would end the process.
  stream.on('error', () => undefined)
}
