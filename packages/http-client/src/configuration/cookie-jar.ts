import type { RequestUrl } from '../urls/parse-request-url.ts'

/** More than any gateway sets; a server that sets new ones without end loses the oldest. */
const MOST_COOKIES = 50
/** What browsers keep of one. */
const LARGEST_COOKIE = 4096

interface Cookie {
  readonly value: string
  readonly path: string
  readonly isSecure: boolean
  /** On the clock of `Date.now()`. */
  readonly expiresAt: number
}

/**
 * The cookies that the servers of the user's own have set, in memory: gateways send one along with a redirect, and send
 * back whoever comes without it. One goes back to the origin that set it only, whatever domain it names.
 */
export class CookieJar {
  readonly #ofOrigins = new Map<string, Map<string, Cookie>>()

  /** @param received - the `Set-Cookie` headers of an answer, joined by commas */
  receive(owner: string, url: RequestUrl, received: string): void {
    const cookies = this.#ofOrigins.get(owner) ?? new Map<string, Cookie>()
    this.#ofOrigins.set(owner, cookies)
    // A comma also stands in dates, but no name and `=` behind it.
    for (const text of received.split(/,(?=\s*[!#$%&'*+.^`|~\w-]+=)/)) {
      const [name, cookie] = parseCookie(text, url)
      if (name === '' || text.length > LARGEST_COOKIE) continue
      cookies.delete(name)
      if (cookie.expiresAt > Date.now()) cookies.set(name, cookie)
      const [oldest] = cookies.keys()
      if (cookies.size > MOST_COOKIES && oldest !== undefined) cookies.delete(oldest)
    }
  }

  /**
   * The value of a `Cookie` header; `undefined`: none is sent.
   *
   * @param given - what the user wants to be sent, which goes before cookies of the same name
   */
  header(owner: string, url: RequestUrl, given: string | undefined): string | undefined {
    const names = new Set((given ?? '').split(';').map((pair) => pair.split('=')[0]?.trim()))
    const kept = [...(this.#ofOrigins.get(owner) ?? [])].filter(
      ([name, { path, isSecure, expiresAt }]) =>
        !names.has(name) &&
        expiresAt > Date.now() &&
        (url.scheme === 'https' || !isSecure) &&
        (url.path === path || url.path.startsWith(path.endsWith('/') ? path : `${path}/`)),
    )
    const pairs = [...(given ? [given] : []), ...kept.map(([name, { value }]) => `${name}=${value}`)]
    return pairs.length === 0 ? undefined : pairs.join('; ')
  }
}

function parseCookie(text: string, url: RequestUrl): [name: string, cookie: Cookie] {
  const [pair = '', ...attributes] = text.split(';').map((part) => part.trim())
  const equals = pair.indexOf('=')
  const attribute = (name: string): string | undefined =>
    attributes.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1)
  const path = attribute('path') ?? ''
  const maxAge = Number(attribute('max-age') ?? Number.NaN)
  const expires = Date.parse(attribute('expires') ?? '')
  return [
    pair.slice(0, Math.max(0, equals)).trim(),
    {
      value: pair.slice(equals + 1).trim(),
      path: path.startsWith('/') ? path : url.path.slice(0, Math.max(1, url.path.lastIndexOf('/'))),
      isSecure: attributes.some((part) => part.toLowerCase() === 'secure'),
      expiresAt: Number.isNaN(maxAge)
        ? Number.isNaN(expires)
          ? Number.POSITIVE_INFINITY
          : expires
        : Date.now() + maxAge * 1000,
    },
  ]
}
