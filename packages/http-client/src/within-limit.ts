/** More than that, timers take for nothing. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1

/**
 * Runs something with a signal that aborts when the caller's does, or when the time is over.
 *
 * @param expired - the error of the latter
 */
export async function withinLimit<Result>(
  limitMs: number,
  signal: AbortSignal | undefined,
  expired: () => Error,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted()
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  const timer = setTimeout(() => controller.abort(expired()), Math.min(limitMs, LONGEST_TIMER_MS))
  try {
    return await run(controller.signal)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
