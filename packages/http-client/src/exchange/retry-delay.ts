import type { RetryPolicy } from '../configuration/retry-policy.ts'

/** In milliseconds. */
export const LONGEST_BACKOFF_MS = 120_000
const LONGEST_RETRY_AFTER_MS = 60_000

/**
 * How long to wait before a control call is sent again, in milliseconds: nothing at first, then
 * `backoffFactor * 2^(n-1)` seconds and up to `jitter` more, at most 120, as urllib3 does for Python. `Retry-After`
 * replaces that; unlike there, where it may be 6 hours, no more than 60 seconds of it count.
 *
 * @param repetition - 1 for the first
 * @param retryAfterMs - what the server asked for
 */
export function retryDelay(
  repetition: number,
  policy: RetryPolicy,
  retryAfterMs: number | undefined,
  random: () => number = Math.random,
): number {
  if (policy.respectRetryAfter && retryAfterMs) return Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS)
  if (repetition === 1) return 0
  const seconds = policy.backoffFactor * 2 ** (repetition - 1) + random() * policy.jitter
  return Math.min(seconds * 1000, LONGEST_BACKOFF_MS)
}
