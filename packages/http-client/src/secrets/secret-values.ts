import type { HttpHeaders } from '../http-settings.ts'

/** A request as it was sent, as far as it may hold secrets. */
export interface SentRequest {
  readonly headers: HttpHeaders
  /** Path and query. */
  readonly target: string
  /** What the proxy was sent. */
  readonly proxyAuthorization: string | undefined
}

/** Shorter values may stand in any text, and go only together with what they were sent in. */
const SHORTEST = 3
/** What says which bytes are wanted, when, or from where: no secret, and often part of a message. */
const KNOWN_HEADERS =
  /^(?:accept|accept-encoding|user-agent|host|range|if-.*|content-.*|x-mlflow-workspace|x-amz-(?:date|content-sha256|checksum-.*|expected-bucket-owner|request-payer)|amz-sdk-.*|x-goog-api-client|connection)$/
const SECRET_PARAMETERS = /sig|token|credential|secret|password|passwd|pwd|auth|key|policy|session/i

/**
 * Whether a request may hold a secret that another one did not hold: of thousands with one token, one is worth keeping.
 *
 * @param other - `undefined`: none
 */
export function holdsMore(request: SentRequest, other: SentRequest | undefined): boolean {
  const { headers, target, proxyAuthorization } = request
  if (proxyAuthorization !== other?.proxyAuthorization) return true
  if (target.includes('?') && target !== other?.target) return true
  return Object.entries(headers).some(
    ([name, value]) => value !== other?.headers[name] && !KNOWN_HEADERS.test(name.toLowerCase()),
  )
}

/** Every value of a request that nobody but its receiver should see, whole and in the parts that it is made of. */
export function secretValues({ headers, target, proxyAuthorization }: SentRequest): string[] {
  const values: string[] = []
  for (const [name, value] of Object.entries(headers)) {
    if (!KNOWN_HEADERS.test(name.toLowerCase())) values.push(...partsOf(value))
  }
  if (proxyAuthorization !== undefined) values.push(...partsOf(proxyAuthorization))
  values.push(...valuesOfQuery(target))
  return values.filter((value) => value.length >= SHORTEST)
}

/** A header's value, and what is behind a scheme, within `Basic`, in a signature, or in a cookie. */
function partsOf(value: string): string[] {
  const [, scheme = '', credentials] = /^\s*([\w-]+)\s+(\S.*?)\s*$/.exec(value) ?? []
  if (credentials === undefined) return [value, ...valuesOfPairs(value)]
  if (scheme.toLowerCase() !== 'basic') return [value, credentials, ...valuesOfPairs(credentials)]
  // Latin-1 or UTF-8: who made it knows.
  return [
    value,
    credentials,
    ...(['utf8', 'latin1'] as const).flatMap((encoding) =>
      partsOfUserinfo(Buffer.from(credentials, 'base64').toString(encoding)),
    ),
  ]
}

function partsOfUserinfo(userinfo: string): string[] {
  const colon = userinfo.indexOf(':')
  return [userinfo, userinfo.slice(0, colon), userinfo.slice(colon + 1)]
}

/** `Signature=…, Credential=…` of a signed request, and `name=value; …` of a cookie. */
function valuesOfPairs(text: string): string[] {
  const pairs = text.matchAll(/([\w-]+)=("[^"]*"|[^\s,;]+)/g)
  return [...pairs].flatMap(([, name = '', value = '']) => {
    // Which headers were signed is in every message about a signature.
    if (/^SignedHeaders$/i.test(name)) return []
    const unquoted = value.replace(/^"(.*)"$/, '$1')
    return [value, unquoted, keyOfCredential(unquoted)]
  })
}

function valuesOfQuery(target: string): string[] {
  const [, query = ''] = /\?([^#]*)/.exec(target) ?? []
  return query.split('&').flatMap((parameter) => {
    const equals = parameter.indexOf('=')
    const [name, value] = [parameter.slice(0, Math.max(0, equals)), parameter.slice(equals + 1)]
    if (!SECRET_PARAMETERS.test(name) && equals !== -1) return []
    return [value, decoded(value), keyOfCredential(decoded(value))]
  })
}

/** The name of the key in `KEY/20260101/us-east-1/s3/aws4_request`, or of who signs for Google. */
function keyOfCredential(value: string): string {
  return /^([^/]+)\/\d{8}\//.exec(value)?.[1] ?? ''
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
