import { type ErrorCode, MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { pythonRepr } from '@mlflow-artifacts/repository/python'
import type { OpeningLimits } from '../configuration/time-limits.ts'
import { destinationError } from '../destination/destination-error.ts'
import { RefusedAddress } from '../destination/refused-address.ts'
import type { SentRequests } from '../secrets/sent-requests.ts'
import type { RequestUrl } from '../urls/parse-request-url.ts'
import { LARGEST_HEADERS } from './largest-headers.ts'
import { NOT_THE_SERVER } from './not-the-server.ts'
import { OpeningFailed } from './opening-failed.ts'
import { openingFailure } from './opening-failure.ts'
import { MOST_INTERIM_ANSWERS } from './overhead-guard.ts'
import { plainCause } from './plain-cause.ts'
import { poolName } from './pool-name.ts'
import { tlsHint } from './tls-hint.ts'

/** What a failed exchange was. */
export interface FailedExchange extends OpeningLimits {
  readonly url: RequestUrl
  readonly chosenBy: string | undefined
  /** Whether the settings for the tracking server count there. */
  readonly isTrusted: boolean
  /** Whether somebody chose whom TLS trusts. */
  readonly hasBundle: boolean
  readonly isControl: boolean
  /** Without credentials; `undefined`: there is none between. */
  readonly proxyUri: string | undefined
  readonly waitMs: number
  readonly headersMs: number
  readonly silenceMs: number
  /** For what an error quotes of the answer. */
  readonly sent: SentRequests
}

/** A failure before Python's words are put around it. */
interface Failure {
  readonly code: ErrorCode
  readonly text: string
  readonly retryable: boolean
  readonly hint?: string
}

/**
 * The error for a connection that failed: Python's messages (`http_request`, `mlflow/utils/rest_utils.py`), a code
 * that says what kind of failure it was, where Python's is always `INTERNAL_ERROR`, and a cause without the parts of
 * undici's errors that may hold secrets.
 */
export function connectionError(error: Error, exchange: FailedExchange): MlflowError {
  if (error instanceof RefusedAddress) return destinationError(exchange, error.refusal)
  const { url, isTrusted, isControl } = exchange
  const cause = plainCause((error instanceof OpeningFailed && error.reason) || error, exchange.sent)
  const { code, text, retryable, hint } =
    error instanceof OpeningFailed ? openingFailureIn(error, cause, exchange) : classify(cause, exchange)
  const uri = redactUri(url.href)
  const start = `API request to ${url.origin}${url.path} failed with`
  const isTimeout = code === 'DEADLINE_EXCEEDED'
  const advice = isTrusted
    ? ' To increase the timeout, set the environment variable MLFLOW_HTTP_REQUEST_TIMEOUT (default: 120) to a larger value.'
    : ''
  const message = isTimeout
    ? `${start} timeout exception ${text}.${advice}`
    : isControl && code !== 'INVALID_PARAMETER_VALUE'
      ? `${start} exception ${poolName(url)}: Max retries exceeded with url: ${redactUri(url.target)} (Caused by ${text})`
      : `${start} exception ${text}`
  return new MlflowError(message, { code, uri, retryable, cause, hint })
}

function openingFailureIn(error: OpeningFailed, cause: Error, exchange: FailedExchange): Failure {
  const { code, text, retryable, hint } = openingFailure(
    error,
    error.reason === undefined ? undefined : cause,
    exchange,
    exchange.isTrusted,
  )
  const of = code === 'DEADLINE_EXCEEDED' ? `${poolName(exchange.url)}: ` : ''
  return { code, text: of + text, retryable, hint }
}

function classify(cause: Error & { readonly code?: string }, exchange: FailedExchange): Failure {
  const { url, waitMs, headersMs, silenceMs } = exchange
  const { code = '', message } = cause
  const timeout = (what: string, setting: string): Failure => ({
    code: 'DEADLINE_EXCEEDED',
    text: `${poolName(url)}: ${what}`,
    retryable: true,
    hint: `The option http.timeouts.${setting} sets this limit, and goes before the environment.`,
  })

  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return openingFailureIn(new OpeningFailed('connect', false), cause, exchange)
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT')
    return timeout(`Read timed out. (read timeout=${headersMs / 1000})`, 'headersMs')
  if (code === 'NO_FREE_CONNECTION') {
    const hint =
      'Read the bodies of the answers that are open, or close them; or allow more connections by the option ' +
      'http.maxConnectionsPerOrigin. The option http.timeouts.waitMs sets this limit.'
    const text = `No connection became free within ${waitMs / 1000} seconds: ${message}`
    return { code: 'RESOURCE_EXHAUSTED', text, retryable: false, hint }
  }
  if (code === 'UND_ERR_BODY_TIMEOUT')
    return timeout(`Read timed out. (read timeout=${silenceMs / 1000})`, 'silenceMs')

  const [, proxyStatus] = /^Proxy (?:response|Authentication Required) \((\d+)\)/.exec(message) ?? []
  if (proxyStatus !== undefined) return proxyFailure(Number(proxyStatus))
  const hint = tlsHint(code, { ...exchange, who: 'server' })
  if (hint !== undefined) {
    return { code: 'INTERNAL_ERROR', text: `SSLError(${pythonRepr(message)})`, retryable: false, hint }
  }
  if (code === 'UND_ERR_INVALID_ARG')
    return { code: 'INVALID_PARAMETER_VALUE', text: message, retryable: false }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    const text = `The headers of the answer are larger than ${LARGEST_HEADERS} bytes`
    return { code: 'MAX_READ_SIZE_EXCEEDED', text, retryable: false, hint: NOT_THE_SERVER }
  }
  if (code === 'FRAMING') {
    const text = 'Far more bytes came around the body of the answer than in it'
    return { code: 'MAX_READ_SIZE_EXCEEDED', text, retryable: false, hint: NOT_THE_SERVER }
  }
  if (code === 'INTERIM_ANSWERS') {
    const text = `More than ${MOST_INTERIM_ANSWERS} interim answers (1xx) came, and no final one`
    return { code: 'INVALID_STATE', text, retryable: false, hint: NOT_THE_SERVER }
  }
  return {
    code: 'TEMPORARILY_UNAVAILABLE',
    text: message,
    retryable: true,
    hint: hintForNoAnswer(code, exchange),
  }
}

function hintForNoAnswer(code: string, { url, isTrusted }: FailedExchange): string {
  const general = `Check that ${url.origin} is the right address, that its server runs, and that it can be reached from here.`
  // With TLS 1.3 a server that misses a client certificate hangs up only after the handshake.
  return code === 'UND_ERR_SOCKET' && url.scheme === 'https' && isTrusted
    ? `${general} If it asks for a client certificate: MLFLOW_TRACKING_CLIENT_CERT_PATH names a PEM file with it and its key.`
    : general
}

function proxyFailure(status: number): Failure {
  const text = `ProxyError('Unable to connect to proxy: it answered ${status}')`
  if (status === 407) {
    const hint =
      'Put user and password of the proxy into its URL in HTTP_PROXY or HTTPS_PROXY. Only Basic is supported: where a ' +
      'proxy wants Negotiate, Kerberos or NTLM, a local one that speaks it can stand between.'
    return { code: 'UNAUTHENTICATED', text, retryable: false, hint }
  }
  const isRefusal = status >= 400 && status < 500
  return {
    code: isRefusal ? 'PERMISSION_DENIED' : 'TEMPORARILY_UNAVAILABLE',
    text,
    retryable: !isRefusal,
    hint: 'Ask whoever runs the proxy, or name the host in NO_PROXY to go without it.',
  }
}
