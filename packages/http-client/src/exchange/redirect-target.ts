import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { parseRequestUrl, type RequestUrl } from '../urls/parse-request-url.ts'
import type { WireResponse } from './send-once.ts'

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * Where a response sends us; `undefined` where it is no redirect. User and password in it are dropped. An absolute
 * address keeps its path verbatim, because it may be signed.
 *
 * @throws MlflowError INTERNAL_ERROR for an address that cannot be followed: no URL, or plain HTTP after HTTPS
 */
export function redirectTarget({ status, headers }: WireResponse, url: RequestUrl): RequestUrl | undefined {
  const { location } = headers
  if (!REDIRECTS.has(status) || location === undefined) return undefined
  // The bytes of a header are Latin-1 here; percent-encoded, they are what the server meant.
  const encoded = location
    .trim()
    .replace(/[^\x21-\x7e]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
  const target = parseTarget(encoded.replace(/^(https?:\/\/)[^/?#]*@/i, '$1'), url)
  if (target === undefined) {
    throw refused(url, `it redirects to an address that cannot be followed: ${redactUri(encoded)}`)
  }
  if (url.scheme === 'https' && target.scheme === 'http') {
    throw refused(url, `it redirects from https to plain http: ${redactUri(target.href)}`)
  }
  return target
}

function parseTarget(location: string, { href }: RequestUrl): RequestUrl | undefined {
  try {
    if (/^https?:\/\//i.test(location)) return parseRequestUrl(location)
    const resolved = new URL(location, href)
    resolved.username = ''
    resolved.password = ''
    return parseRequestUrl(resolved.href)
  } catch {
    return undefined
  }
}

function refused(url: RequestUrl, reason: string): MlflowError {
  return new MlflowError(`API request to ${url.origin}${url.path} failed with exception ${reason}`, {
    uri: redactUri(url.href),
    hint: 'Use the address that the server really has, or ask whoever runs it.',
  })
}
