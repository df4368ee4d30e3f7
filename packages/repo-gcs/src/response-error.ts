import { redacted } from '@mlflow-artifacts/http-client'
import { bodyExcerpt, parseRetryAfter } from '@mlflow-artifacts/http-client/artifact'
import {
  type ErrorCode,
  errorCodeFromHttpStatus,
  type HttpResponse,
  MlflowError,
  type RequestOptions,
  redactUri,
} from '@mlflow-artifacts/repository'
import type { JsonValue } from '@mlflow-artifacts/repository/python'

const QUOTED_CHARACTERS = 500
const RETRYABLE: ReadonlySet<number> = new Set([408, 425, 429])
const CODES: Readonly<Record<number, ErrorCode>> = {
  404: 'RESOURCE_DOES_NOT_EXIST',
  408: 'TEMPORARILY_UNAVAILABLE',
  412: 'DATA_LOSS',
}
const HINTS: Readonly<Record<number, string>> = {
  401:
    'Set GOOGLE_APPLICATION_CREDENTIALS to the key file of an account that may read the bucket, or log in with ' +
    '`gcloud auth application-default login`.',
  403:
    'Give the account of GOOGLE_APPLICATION_CREDENTIALS, or the one that this machine runs as, the role Storage ' +
    'Object Viewer on the bucket: it has to list objects and to read them.',
  404: 'Check the bucket and the path in the URI, and STORAGE_EMULATOR_HOST where it is set.',
}

/** The error of a refused request, as `google.api_core` words it for Python. The body is read. */
export async function responseError(
  response: HttpResponse,
  { signal }: RequestOptions = {},
): Promise<MlflowError> {
  return refusal(response, response.status, await bodyExcerpt(response, signal))
}

/**
 * The error of a refusal in the body of an answer that counts as a success.
 *
 * @param code - the status that it says. Anything else: that of a failure
 */
export function refusedInBody(
  response: HttpResponse,
  code: JsonValue | undefined,
  body: string,
): MlflowError {
  const status = typeof code === 'number' && code >= 400 && code < 600 ? code : 500
  return refusal(response, status, redacted(response, body))
}

function refusal({ url, headers }: HttpResponse, status: number, body: string): MlflowError {
  const uri = redactUri(url).replace(/\?.*/s, '')
  // For reads, Google has also answered too many requests with 403.
  const isTooMany = status === 429 || (status === 403 && /rateLimitExceeded/i.test(body))
  return new MlflowError(`${status} GET ${uri}: ${saidIn(body)}`, {
    code: isTooMany ? 'RESOURCE_EXHAUSTED' : (CODES[status] ?? errorCodeFromHttpStatus(status)),
    uri,
    hint: isTooMany ? undefined : HINTS[status],
    retryable: isTooMany || RETRYABLE.has(status) || status >= 500,
    retryAfterMs: parseRetryAfter(headers['retry-after']),
  })
}

/** The `message` of an error in JSON, or all. */
function saidIn(body: string): string {
  const [, quoted] = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(body) ?? []
  const text = (quoted === undefined ? undefined : textOf(quoted)) ?? body.trim()
  return text.slice(0, QUOTED_CHARACTERS)
}

/** What a string of JSON says; `undefined` where an escape in it is none. */
function textOf(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted))
  } catch {
    return undefined
  }
}
