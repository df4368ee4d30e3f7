import { bodyExcerpt, parseRetryAfter } from '@mlflow-artifacts/http-client/artifact'
import {
  type ErrorCode,
  errorCodeFromHttpStatus,
  type HttpResponse,
  isErrorCode,
  MlflowError,
  redactUri,
} from '@mlflow-artifacts/repository'

const QUOTED_CHARACTERS = 500
const RETRYABLE: ReadonlySet<number> = new Set([408, 425, 429])
const HINTS: ReadonlyMap<number, string> = new Map([
  [
    401,
    'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN; they are sent to the ' +
      'tracking server only. For another server, put user and password into the URL.',
  ],
  [403, 'Ask whoever runs the server for read access, or use other credentials.'],
])

/** What {@link responseError} may be told. */
export interface ResponseErrorOptions {
  readonly signal?: AbortSignal | undefined
  /** Codes for statuses whose body names none. Default: MLflow's own. */
  readonly codes?: Readonly<Record<number, ErrorCode>>
  /** What to do about it. Default: what the client knows, or else by the status. */
  readonly hint?: string
}

/** The error of a refused request, in the words of Python's `augmented_raise_for_status`. The body is read. */
export async function responseError(
  response: HttpResponse,
  { signal, codes = {}, hint }: ResponseErrorOptions = {},
): Promise<MlflowError> {
  const { status, headers } = response
  const body = await bodyExcerpt(response, signal)
  const quoted = quotable(body).slice(0, QUOTED_CHARACTERS)
  const uri = redactUri(response.url)
  // Node's HTTP server, and much that it brings along, is not needed before something fails.
  const { STATUS_CODES } = await import('node:http')
  const isDisabled = body.includes('--serve-artifacts')
  return new MlflowError(
    `${status} ${status < 500 ? 'Client' : 'Server'} Error: ${STATUS_CODES[status] ?? ''} for url: ${uri}` +
      (quoted === '' ? '' : `. Response text: ${quoted}`),
    {
      code: codeOf(body) ?? codes[status] ?? errorCodeFromHttpStatus(status),
      uri,
      hint: isDisabled
        ? 'The server does not serve artifacts: start it with --serve-artifacts, or use the URI of its artifact store.'
        : (hint ?? response.hint ?? HINTS.get(status)),
      retryable: !isDisabled && (RETRYABLE.has(status) || status >= 500),
      retryAfterMs: parseRetryAfter(headers['retry-after']),
    },
  )
}

/** The code that MLflow's server named. A directory is refused without one, by its artifact routes. */
function codeOf(body: string): ErrorCode | undefined {
  const name = /"error_code"\s*:\s*"(\w+)"/.exec(body)?.[1]
  if (name !== undefined) return isErrorCode(name) ? name : undefined
  return /^\{"detail":\s*"Artifact path refers to a directory/.test(body)
    ? 'INVALID_PARAMETER_VALUE'
    : undefined
}

/** Of an S3 store's answer only what it says is wrong: the rest may repeat the signature of the request. */
function quotable(body: string): string {
  const [, code] = /<Code>([^<]*)<\/Code>/.exec(body) ?? []
  const [, message = ''] = /<Message>([^<]*)<\/Message>/.exec(body) ?? []
  return code === undefined ? body : `${code}: ${message}`
}
