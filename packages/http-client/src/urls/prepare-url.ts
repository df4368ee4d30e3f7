import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { quote, unquote, urlencode } from '@mlflow-artifacts/repository/python'

const USERINFO = "!$&'()*+,;=:"
const PATH = `${USERINFO}@/`
const QUERY = `${PATH}?`

/**
 * A URL as a user typed it, in the form in which Python's `requests` sends it: encoded where it has to be, dot
 * segments removed, escapes that were there kept. For literal names see {@link encodePathSegment}.
 *
 * @param parameters - appended to the query
 * @throws MlflowError INVALID_PARAMETER_VALUE `Invalid url: …` for what is no `http:` or `https:` URL
 */
export function prepareUrl(url: string, parameters: Iterable<readonly [string, string]> = []): string {
  const parts = /^\s*(https?):\/\/([^\\/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is.exec(url)
  if (parts === null) throw invalidUrl(url)
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = parts
  const at = authority.lastIndexOf('@')
  const userinfo = at === -1 ? '' : `${encodeInvalid(authority.slice(0, at), USERINFO)}@`
  const fullQuery = [encodeInvalid(query, QUERY), urlencode(parameters)]
    .filter((part) => part !== '')
    .join('&')

  const prepared =
    `${scheme.toLowerCase()}://${userinfo}${hostAndPort(authority.slice(at + 1), url)}` +
    (encodeInvalid(removeDotSegments(path.startsWith('/') ? path : `/${path}`), PATH) || '/') +
    (fullQuery === '' ? '' : `?${fullQuery}`) +
    (fragment === '' ? '' : `#${encodeInvalid(fragment, QUERY)}`)
  return prepared.replace(/%[0-9A-F]{2}/g, (encoded) => {
    const character = unquote(encoded)
    return /[\w.~-]/.test(character) ? character : encoded
  })
}

function hostAndPort(text: string, url: string): string {
  const parts = /^(\[[^\]]+\]|[^[\]:]+)(?::0*(\d{0,5}))?$/.exec(text)
  const [, host = '', port = ''] = parts ?? []
  if (parts === null || /^[*.]/.test(host) || Number(port) > 65535) throw invalidUrl(url)
  try {
    return new URL(`http://${host}`).hostname + (port === '' ? '' : `:${port}`)
  } catch {
    throw invalidUrl(url)
  }
}

// Text in which every % starts an escape is taken for encoded already; otherwise its % are literal.
function encodeInvalid(text: string, allowed: string): string {
  const isEncoded = !/%(?![0-9A-Fa-f]{2})/.test(text)
  const upper = text.replace(/%[0-9A-Fa-f]{2}/g, (encoded) => encoded.toUpperCase())
  return quote(upper, isEncoded ? `${allowed}%` : allowed)
}

function removeDotSegments(path: string): string {
  const output: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') output.pop()
    else if (segment !== '.') output.push(segment)
  }
  if (output.length === 0 || output[0] !== '') output.unshift('')
  if (/\/\.\.?$/.test(path)) output.push('')
  return output.join('/')
}

function invalidUrl(url: string): MlflowError {
  return new MlflowError(`Invalid url: ${redactUri(url)}`, {
    code: 'INVALID_PARAMETER_VALUE',
    uri: redactUri(url),
  })
}
