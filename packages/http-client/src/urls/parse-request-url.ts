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
  const base = parts === null ? undefined : parseBase(`${scheme}://${authority}`)
  if (base === undefined) {
    throw new MlflowError(`Invalid url: ${redactUri(url)}`, {
      code: 'INVALID_PARAMETER_VALUE',
      uri: redactUri(url),
    })
  }
  return { ...base, path, target: path + query, href: base.origin + path + query }
}

type Base = Pick<RequestUrl, 'scheme' | 'origin' | 'hostname' | 'port'>

/** Thousands of small files come from the same server, and `URL` takes longer than all else here. */
let last: { readonly text: string; readonly base: Base } | undefined

function parseBase(text: string): Base | undefined {
  if (last?.text === text) return last.base
  if (!URL.canParse(text)) return undefined
  const { origin, protocol, hostname, port } = new URL(text)
  const isTls = protocol === 'https:'
  const base: Base = {
    scheme: isTls ? 'https' : 'http',
    origin,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (isTls ? 443 : 80),
  }
  last = { text, base }
  return base
}
