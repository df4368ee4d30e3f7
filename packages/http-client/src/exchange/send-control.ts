import { setTimeout as sleep } from 'node:timers/promises'
import { type HttpRequest, MlflowError, redactUri } from '@mlflow-artifacts/repository'
import type { Configuration } from '../configuration/configuration.ts'
import type { ConnectionPools } from '../connection-pools.ts'
import { redactError } from '../secrets/redact-error.ts'
import { parseRequestUrl } from '../urls/parse-request-url.ts'
import type { LocatedResponse } from './follow-redirects.ts'
import { parseRetryAfter } from './parse-retry-after.ts'
import { refusedError } from './refused-error.ts'
import { retryDelay } from './retry-delay.ts'
import { sendWhole } from './send-whole.ts'

/** Python's `_TRANSIENT_FAILURE_RESPONSE_CODES` (`mlflow/utils/request_utils.py`). */
const TRANSIENT: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504])

/** So much a call survives, as a server that is started anew, when an outage has used up what all calls share. */
const OWN_REPETITIONS = 2

/**
 * Sends a control call, again and again where it fails, as Python does for any method: connections that fail, the
 * statuses that may pass, and 413 with `Retry-After`. The body is received before the call counts as answered, so that
 * one that breaks off is fetched again, which Python does not do.
 */
export async function sendControl(
  request: HttpRequest,
  configuration: Configuration,
  pools: ConnectionPools,
): Promise<LocatedResponse> {
  const { signal } = request
  const policy = configuration.retries
  const most = request.retries ?? policy.max
  const budget = pools.retryBudget(parseRequestUrl(request.url).origin)
  const mayRepeat = budget.forCall(OWN_REPETITIONS)

  for (let repetition = 1; ; repetition++) {
    const isLast = repetition > most
    const outcome = await attempt(request, configuration, pools, policy.respectRetryAfter && !isLast)
    if (!(outcome instanceof Error)) {
      budget.giveBack()
      return outcome
    }
    if (isLast || !outcome.retryable || !mayRepeat()) throw outcome
    const delayMs = retryDelay(repetition, policy, outcome.retryAfterMs)
    if (configuration.onRetry !== undefined) {
      redactError(outcome, configuration.sent)
      const uri = outcome.uri ?? redactUri(request.url)
      configuration.onRetry({ uri, attempt: repetition + 1, attempts: most + 1, delayMs, error: outcome })
    }
    await pause(delayMs, signal)
  }
}

/** An answer; or the failure that there is to report if nothing better comes. */
async function attempt(
  request: HttpRequest,
  configuration: Configuration,
  pools: ConnectionPools,
  heedsRetryAfter: boolean,
): Promise<LocatedResponse | MlflowError> {
  try {
    const { received, ...response } = await sendWhole(request, configuration, pools)
    const { status, headers } = response
    const retryAfterMs = parseRetryAfter(headers['retry-after'])
    const isTransient =
      TRANSIENT.has(status) || (status === 413 && heedsRetryAfter && retryAfterMs !== undefined)
    if (isTransient && !isSwitchedOff(status, received)) return refusedError(response, received, retryAfterMs)
    return response
  } catch (error) {
    request.signal?.throwIfAborted()
    if (!MlflowError.isInstance(error)) throw error
    return error
  }
}

/** MLflow says with a status that passes elsewhere that it was started without artifacts, or with nothing else: no pause helps. */
function isSwitchedOff(status: number, body: Buffer): boolean {
  return status === 503 && (body.includes('--serve-artifacts') || body.includes('--artifacts-only'))
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
