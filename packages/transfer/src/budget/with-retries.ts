import { setTimeout as delay } from 'node:timers/promises'
import { MlflowError } from '@mlflow-artifacts/repository'
import type { HostBudget } from './host-budget.ts'

const ATTEMPTS = 8
/** Of a store whose bytes are not what it says of them, which seldom passes. */
const WRONG_ATTEMPTS = 4
/** Their pauses are longer than a server needs to be started anew, when an outage has used up what all downloads share. */
const OWN_RETRIES = 5
const BASE_MS = 200
const CAP_MS = 20_000
const MAXIMUM_RETRY_AFTER_MS = 60_000

/** How retries are made. */
export interface RetryOptions {
  readonly host: HostBudget
  readonly signal: AbortSignal | undefined
  /** Tries in a row without progress, the first one included. Default: 8. */
  readonly attempts?: number | undefined
  /** The longest first pause in milliseconds; it doubles with each try. Default: 200. */
  readonly baseMs?: number | undefined
}

/**
 * Tries something again as long as it fails in a way that may pass: after a random pause of up to
 * `min(20 s, 200 ms · 2^tries)`, or what the store asked for. A try that got further than the one before counts as the
 * first.
 *
 * @param attempt - makes one try; `progress` grows with what has been achieved so far
 */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  progress: () => number,
  { host, signal, attempts = ATTEMPTS, baseMs = BASE_MS }: RetryOptions,
): Promise<Result> {
  const mayRetry = host.retries.forCall(OWN_RETRIES)
  let tries = 0
  for (;;) {
    const before = progress()
    try {
      return await attempt()
    } catch (error) {
      signal?.throwIfAborted()
      tries = progress() > before ? 1 : tries + 1
      if (!isRetryable(error) || tries >= allowed(error, attempts) || !mayRetry()) throw error
      const { retryAfterMs } = error
      if (isRefusal(error)) host.refuse(retryAfterMs)
      const pause = Math.random() * Math.min(CAP_MS, baseMs * 2 ** (tries - 1))
      await delay(
        Math.max(pause, Math.min(retryAfterMs ?? 0, MAXIMUM_RETRY_AFTER_MS)),
        undefined,
        signal && { signal },
      ).catch(() => signal?.throwIfAborted())
    }
  }
}

function allowed({ code }: MlflowError, attempts: number): number {
  return code === 'DATA_LOSS' ? Math.min(WRONG_ATTEMPTS, attempts) : attempts
}

function isRetryable(error: unknown): error is MlflowError {
  return MlflowError.isInstance(error) && error.retryable
}

/** Too many requests, by status or by a named pause; a broken connection says nothing about how many are too many. */
function isRefusal({ code, retryAfterMs }: MlflowError): boolean {
  return code === 'RESOURCE_EXHAUSTED' || code === 'REQUEST_LIMIT_EXCEEDED' || retryAfterMs !== undefined
}
