import { MlflowError, redactUri } from '@mlflow-artifacts/repository'

/** A URL in the parts in which it is sent. */
export interface RequestUrl {
  readonly scheme: 'http' | 'https'
  /** Scheme, host and port: normalised, without a default port. */
  readonly origin: string
  /** Lower case; an IPv6 address without brackets. */
  readonly hostname: string
  readonly port: number
  /** Verbatim, without the query. */
  readonly path: string
  /** Path and query, verbatim. */
  readonly target: string
  /** The whole, without a fragment. */
  readonly href: string
}

/**
 * Takes a URL apart without changing its path, as the platform's `URL` class would.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for what cannot be sent as it is: another scheme, user or password,
 *   characters that had to be percent-encoded
 */
export function parseRequestUrl(url: string): RequestUrl {
  const parts =
    /^(https?):\/\/([^\s/?#@\\]+)(\/[\x21\x24-\x3e\x40-\x7e"]*)?(\?[\x21\x22\x24-\x7e]*)?(#.*)?$/i.exec(url)
  const [, scheme = '', authority = '', path = '/', query = ''] = parts ?? []
  const base = `${scheme}://${authority}`
  if (parts === null || !URL.canParse(base)) {
    throw new MlflowError(`Invalid url: ${redactUri(url)}`, {
      code: 'INVALID_PARAMETER_VALUE',
      uri: redactUri(url),
    })
  }
  const { origin, protocol, hostname, port } = new URL(base)
  const isTls = protocol === 'https:'
  return {
    scheme: isTls ? 'https' : 'http',
    origin,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (isTls ? 443 : 80),
    path,
    target: path + query,
    href: origin + path + query,
  }
}
