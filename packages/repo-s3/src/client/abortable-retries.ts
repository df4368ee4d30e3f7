import { setTimeout as sleep } from 'node:timers/promises'
import type { S3ClientConfig } from '@aws-sdk/client-s3'

/** What the SDK asks whether, and when, to send something again. */
export type RetryStrategy = Extract<NonNullable<S3ClientConfig['retryStrategy']>, { recordSuccess: unknown }>
type RetryToken = Awaited<ReturnType<RetryStrategy['acquireInitialRetryToken']>>

const BASE_MS = 100
const THROTTLED_BASE_MS = 500
const LONGEST_MS = 20_000
/** What a store asks for is heeded so far beyond that. */
const LONGEST_EXTRA_MS = 5_000

/**
 * Repeats what the SDK's standard strategy repeats, after pauses like its own; but these end when nobody waits any more,
 * where the SDK's would keep the process alive.
 *
 * @param mostAttempts - of one request, with the first
 * @param signal - ends a pause that begins now
 */
export function abortableRetries(
  mostAttempts: () => Promise<number>,
  signal: () => AbortSignal,
): RetryStrategy {
  return {
    acquireInitialRetryToken: async () => tokenOf(0),
    async refreshRetryTokenForRetry(token, { errorType, retryAfterHint }) {
      const count = token.getRetryCount() + 1
      const mayPass = errorType === 'THROTTLING' || errorType === 'TRANSIENT'
      if (!mayPass || count >= (await mostAttempts())) throw new Error('It is not repeated')
      const base = errorType === 'THROTTLING' ? THROTTLED_BASE_MS : BASE_MS
      const pause = Math.random() * Math.min(LONGEST_MS, base * 2 ** (count - 1))
      const asked = (retryAfterHint?.getTime() ?? 0) - Date.now()
      await sleep(Math.max(pause, Math.min(asked, pause + LONGEST_EXTRA_MS)), undefined, { signal: signal() })
      return tokenOf(count)
    },
    recordSuccess: () => undefined,
  }
}

function tokenOf(count: number): RetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => 0 }
}
