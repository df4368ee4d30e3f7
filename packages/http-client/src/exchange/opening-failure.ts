import { pythonRepr } from '@mlflow-artifacts/repository/python'
import type { OpeningLimits } from '../configuration/time-limits.ts'
import type { RequestUrl } from '../urls/parse-request-url.ts'
import type { OpeningFailed, OpeningStep } from './opening-failed.ts'
import { tlsHint } from './tls-hint.ts'

/** What there is to say of a connection that was not opened. */
interface OpeningFailure {
  readonly code: 'DEADLINE_EXCEEDED' | 'TEMPORARILY_UNAVAILABLE' | 'INTERNAL_ERROR'
  readonly text: string
  readonly retryable: boolean
  readonly hint: string
}

/** How Python's messages, and ours, name a step, and who sets its limit. */
const STEPS: Readonly<Record<OpeningStep, { readonly what: string; readonly limit: keyof OpeningLimits }>> = {
  connect: { what: 'Connection to', limit: 'connectMs' },
  tls: { what: 'TLS handshake with', limit: 'tlsMs' },
  tunnel: { what: 'CONNECT request to', limit: 'tunnelMs' },
}
const PROXY_ADVICE =
  'HTTP_PROXY, HTTPS_PROXY, ALL_PROXY or the option http.proxy names it, and NO_PROXY the hosts that are reached without it.'

/**
 * @param cause - why, as it may be shown; `undefined`: the time was over
 * @param proxyUri - without credentials
 */
export function openingFailure(
  { step, isProxy }: OpeningFailed,
  cause: (Error & { readonly code?: string }) | undefined,
  {
    url,
    proxyUri,
    ...limits
  }: OpeningLimits & { readonly url: RequestUrl; readonly proxyUri: string | undefined },
  isTrusted: boolean,
): OpeningFailure {
  const { what, limit } = STEPS[step]
  if (cause === undefined) {
    const whom = isProxy ? `the proxy ${proxyUri}` : url.hostname
    const advice = isProxy
      ? PROXY_ADVICE
      : 'Nothing answers at this address: is it right, and does a firewall or a proxy stand before it?'
    return {
      code: 'DEADLINE_EXCEEDED',
      text: `${what} ${whom} timed out. (${step} timeout=${limits[limit] / 1000})`,
      retryable: true,
      hint: `${advice} The option http.timeouts.${limit} sets this limit, and goes before the environment.`,
    }
  }
  const text = `ProxyError(${pythonRepr(`Unable to connect to proxy ${proxyUri}: ${cause.message}`)})`
  const ofTls = tlsHint(cause.code ?? '', { who: 'proxy', isTrusted })
  return ofTls === undefined
    ? {
        code: 'TEMPORARILY_UNAVAILABLE',
        text,
        retryable: true,
        hint: `Check that the proxy runs. ${PROXY_ADVICE}`,
      }
    : {
        code: 'INTERNAL_ERROR',
        text,
        retryable: false,
        hint: `TLS with the proxy failed. ${ofTls} ${PROXY_ADVICE}`,
      }
}
