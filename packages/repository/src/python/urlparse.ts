import { MlflowError } from '../errors/mlflow-error.ts'
import { redactUri } from '../secrets/redact-uri.ts'
import { checkBracketedHost } from './check-bracketed-host.ts'

/** The six parts of a URL. Nothing in them is percent-decoded. */
export interface ParseResult {
  /** Lower case; `''` where the text before the first `:` is no scheme. */
  readonly scheme: string
  /** The authority: user, password, host and port as they were written. */
  readonly netloc: string
  readonly path: string
  /** What follows the first `;` of the last path segment, in the schemes that have parameters. */
  readonly params: string
  readonly query: string
  readonly fragment: string
}

/** How {@link urlparse} reads. */
export interface UrlparseOptions {
  /** Whether `#` starts the fragment; otherwise it is a character as any other. Default: `true`. */
  readonly allowFragments?: boolean
}

const SCHEMES_WITH_PARAMS: ReadonlySet<string> = new Set([
  '',
  ...'ftp hdl prospero http imap https shttp rtsp rtsps rtspu sip sips mms sftp tel'.split(' '),
])

/**
 * Python 3.11's `urllib.parse.urlparse`. The platform's `URL` is no substitute: it decodes, normalises and refuses
 * what MLflow's URIs rely on.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE, where Python raises a ValueError
 */
export function urlparse(url: string, options: UrlparseOptions = {}): ParseResult {
  let rest = removeUnsafeCharacters(url)
  let scheme = ''
  let netloc = ''
  let params = ''

  const colon = rest.indexOf(':')
  if (colon > 0 && /^[A-Za-z][A-Za-z0-9+.-]*$/.test(rest.slice(0, colon))) {
    scheme = rest.slice(0, colon).toLowerCase()
    rest = rest.slice(colon + 1)
  }
  if (rest.startsWith('//')) {
    const end = rest.slice(2).search(/[/?#]/)
    netloc = end === -1 ? rest.slice(2) : rest.slice(2, 2 + end)
    rest = rest.slice(2 + netloc.length)
    checkBrackets(netloc)
  }
  const [beforeFragment, fragment] = options.allowFragments === false ? [rest, ''] : splitAtFirst(rest, '#')
  let [path, query] = splitAtFirst(beforeFragment, '?')
  checkNormalization(netloc)

  if (SCHEMES_WITH_PARAMS.has(scheme)) {
    const lastSegment = path.lastIndexOf('/') + 1
    const [segment, segmentParams] = splitAtFirst(path.slice(lastSegment), ';')
    path = path.slice(0, lastSegment) + segment
    params = segmentParams
  }
  return { scheme, netloc, path, params, query, fragment }
}

function removeUnsafeCharacters(url: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is about control characters
  return url.replace(/^[\x00-\x20]+/, '').replace(/[\t\r\n]/g, '')
}

function splitAtFirst(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator)
  return index === -1 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)]
}

function checkBrackets(netloc: string): void {
  if (netloc.includes('[') !== netloc.includes(']')) {
    throw new MlflowError('Invalid IPv6 URL', { code: 'INVALID_PARAMETER_VALUE' })
  }
  if (!netloc.includes('[')) return
  const [host] = splitAtFirst(netloc.slice(netloc.indexOf('[') + 1), ']')
  checkBracketedHost(host)
}

// Characters such as U+2100 that a later IDNA step would turn into a delimiter (`a/c`).
function checkNormalization(netloc: string): void {
  const text = netloc.replace(/[@:#?]/g, '')
  const normalized = text.normalize('NFKC')
  if (text !== normalized && /[/?#@:]/.test(normalized)) {
    throw new MlflowError(
      `netloc '${redactUri(`//${netloc}`).slice(2)}' contains invalid characters under NFKC normalization`,
      {
        code: 'INVALID_PARAMETER_VALUE',
      },
    )
  }
}
