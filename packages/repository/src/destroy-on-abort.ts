/** What a stream of Node is, as far as it matters here. */
interface Stream {
  destroy(reason: Error): unknown
  once(event: 'close', listener: () => void): unknown
  on(event: 'error', listener: () => void): unknown
}

/** Destroys a stream when a signal says so; whoever reads it gets the reason itself, which need not be an error. */
export function destroyOnAbort(stream: Stream, signal: AbortSignal): void {
  const abort = (): void => void stream.destroy(signal.reason)
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  stream.once('close', () => signal.removeEventListener('abort', abort))
  // Where nobody reads at this moment, a failure without a listener would end the process.
  stream.on('error', () => undefined)
}
