import { type ErrorCode, redactUri } from '@mlflow-artifacts/repository'
import { pythonRepr } from '@mlflow-artifacts/repository/python'
import type { Connector } from './connector.ts'
import { tlsHint } from './tls-hint.ts'

/** No connection to a proxy: nothing is known of the server behind it. */
export class ProxyFailure extends Error {
  override readonly name = 'ProxyFailure'
  /** Of the proxy, without credentials. */
  readonly uri: string
  readonly reason: Error

  constructor(uri: string, reason: Error) {
    super(reason.message)
    this.uri = redactUri(uri)
    this.reason = reason
  }
}

/** Opens connections to a proxy, so that their failures can be told from those of the servers behind it. */
export function connectorToProxy(uri: string, connect: Connector): Connector {
  return (target, callback) =>
    connect(target, (error, socket) => callback(error === null ? null : new ProxyFailure(uri, error), socket))
}

/** What a failed connection to a proxy is to people. */
export function describeProxyFailure(
  uri: string,
  { code = '', message }: Error & { readonly code?: string },
): { readonly code: ErrorCode; readonly text: string; readonly retryable: boolean; readonly hint: string } {
  const text = `ProxyError(${pythonRepr(`Unable to connect to proxy ${uri}: ${message}`)})`
  const way =
    'HTTP_PROXY, HTTPS_PROXY or the option http.proxy names it, and NO_PROXY hosts that are reached without.'
  const ofTls = tlsHint(code, { who: 'proxy', isTrusted: false })
  if (ofTls !== undefined) return { code: 'INTERNAL_ERROR', text, retryable: false, hint: `${ofTls} ${way}` }
  const hint = `Check that ${uri} is the right address of the proxy, and that it runs. ${way}`
  const isTimeout = code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT'
  return { code: isTimeout ? 'DEADLINE_EXCEEDED' : 'TEMPORARILY_UNAVAILABLE', text, retryable: true, hint }
}
