/** What heeds its signal cleans up in less. */
const SOON_MS = 100

/**
 * Waits for a call that ends by itself when it is aborted, but not much longer than that: what then hangs, such as a disk, or
 * takes its time to clean up, does so without anybody waiting for it. Rejects with `signal.reason` in that case.
 */
export function soonAfterAbort<Value>(call: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return call
  return new Promise((resolve, reject) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const abort = (): void => {
      timer = setTimeout(() => reject(signal.reason), SOON_MS)
    }
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
    call.finally(end).then(resolve, reject)
  })
}
