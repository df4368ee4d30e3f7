import { MlflowError, redactText, redactUri } from '@mlflow-artifacts/repository'
import type { LocatedResponse } from './follow-redirects.ts'
import { poolName } from './pool-name.ts'

/**
 * The error for a control call that a server refused for the time being, as often as it was sent: Python's message,
 * with what the server said as its cause.
 */
export function refusedError(
  { status, url, hint }: LocatedResponse,
  body: Buffer,
  retryAfterMs: number | undefined,
): MlflowError {
  return new MlflowError(
    `API request to ${url.origin}${url.path} failed with exception ${poolName(url)}: Max retries exceeded with url: ` +
      `${redactUri(url.target)} (Caused by ResponseError('too many ${status} error responses'))`,
    {
      code: status === 429 ? 'RESOURCE_EXHAUSTED' : 'TEMPORARILY_UNAVAILABLE',
      uri: redactUri(url.href),
      retryable: true,
      retryAfterMs,
      hint,
      cause: new Error(`HTTP status ${status}: ${redactText(body.toString()).slice(0, 1000)}`),
    },
  )
}
