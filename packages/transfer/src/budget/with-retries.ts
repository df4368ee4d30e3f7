import { setTimeout as delay } from 'node:timers/promises'
import { MlflowError } from '@mlflow-artifacts/repository'
import type { TransferSettings } from '../file-transfer.ts'
import type { HostBudget } from './host-budget.ts'

/** Of a store whose bytes are not what it says of them, which seldom passes. */
const WRONG_ATTEMPTS = 4
/** Their pauses are longer than a server needs to be started anew, when an outage has used up what all downloads share. */
const OWN_RETRIES = 5
const CAP_MS = 20_000
const MAXIMUM_RETRY_AFTER_MS = 60_000

/** How retries are made. */
export interface RetryOptions {
  readonly host: Pick<HostBudget, 'retries' | 'refuse'>
  readonly signal: AbortSignal | undefined
  readonly settings: Pick<TransferSettings, 'attempts' | 'requestAttempts' | 'retryBaseMs' | 'onRetry'>
  /** What is tried, for who is told of retries. */
  readonly uri: string
}

/**
 * Tries something again as long as it fails in a way that may pass: after a random pause of up to
 * `min(20 s, retryBaseMs · 2^tries)`, or what the store asked for. A try that got further than the one before counts as the
 * first. As in boto, how often a request is made until it is answered says nothing of bodies that break.
 *
 * @param attempt - makes one try, and says when its request is answered
 * @param progress - grows with what has been achieved so far
 */
export async function withRetries<Result>(
  attempt: (answered: () => void) => Promise<Result>,
  progress: () => number,
  { host, signal, settings, uri }: RetryOptions,
): Promise<Result> {
  const mayRetry = host.retries.forCall(OWN_RETRIES)
  const { attempts, requestAttempts, retryBaseMs, onRetry } = settings
  let tries = 0
  let unanswered = 0
  for (;;) {
    const before = progress()
    let isAnswered = false
    try {
      return await attempt(() => {
        isAnswered = true
      })
    } catch (error) {
      signal?.throwIfAborted()
      tries = progress() > before ? 1 : tries + 1
      unanswered = isAnswered ? 0 : unanswered + 1
      if (!isRetryable(error)) throw error
      const [made, most] =
        isAnswered || requestAttempts === undefined
          ? [tries, allowed(error, attempts)]
          : [unanswered, allowed(error, requestAttempts)]
      if (made >= most || !mayRetry()) throw error
      const { retryAfterMs } = error
      if (isRefusal(error)) host.refuse(retryAfterMs)
      const pause = Math.random() * Math.min(CAP_MS, retryBaseMs * 2 ** (tries - 1))
      const delayMs = Math.max(pause, Math.min(retryAfterMs ?? 0, MAXIMUM_RETRY_AFTER_MS))
      onRetry?.({ uri, attempt: made + 1, attempts: most, delayMs, error })
      await delay(delayMs, undefined, signal && { signal }).catch(() => signal?.throwIfAborted())
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
