import type { GoogleAnswer, GoogleRequest, GoogleService } from './google-service.ts'

/** CRC32C of `123456789`, the check value of the catalogue of CRCs. */
const CRC32C_OF_DIGITS: string = Buffer.from('e3069283', 'hex').toString('base64')
/** What is in the bucket `bucket`. */
export const STORED: Readonly<Record<string, string>> = {
  'store/run/data/more.txt': '123456789',
  'store/run/notes.txt': '123456789',
}
const OF_GOOGLE = { 'metadata-flavor': 'Google' }
const MISSING: GoogleAnswer = { status: 404, headers: OF_GOOGLE, body: 'Not Found' }

/** A token, whose name says who gave it to whom. */
function token(of: string): string {
  return `ya29.canary-${of}`
}

/** What Google answers where nothing goes wrong. The bucket is read with a token only; nobody vouches for a token twice. */
export function answerAsGoogle(request: GoogleRequest): GoogleAnswer {
  return ANSWERS[request.service](request)
}

const ANSWERS: Readonly<Record<GoogleService, (request: GoogleRequest) => GoogleAnswer>> = {
  storage: (request) => (isKnown(request) ? storageAnswer(request) : refusal(401, 'Anonymous caller')),
  oauth2({ body }) {
    const form = new URLSearchParams(body)
    if (form.get('grant_type') === 'refresh_token') return given(`login-${form.get('refresh_token')}`)
    return form.has('assertion') ? given('service-account') : oauthError('unsupported_grant_type')
  },
  sts({ path, body }) {
    const form = new URLSearchParams(body)
    if (path === '/v1/oauthtoken') return given('workforce')
    const subject = form.get('subject_token') ?? ''
    const isSigned = subject.includes('aws4_request') || subject.includes('AWS4-HMAC')
    if (isSigned) return given('aws')
    return /^subject-\w+$/.test(subject) ? given(subject) : oauthError('invalid_grant')
  },
  iamcredentials(request) {
    if (!isKnown(request)) return refusal(401, 'Request is missing required authentication credential')
    const source = (request.headers.authorization ?? '').replace('Bearer ya29.canary-', '')
    const expireTime = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '')
    return { body: { accessToken: token(`impersonated-by-${source}`), expireTime } }
  },
  metadata({ path }) {
    const { pathname } = new URL(path, 'http://metadata')
    if (pathname === '/' || /\/instance\/?$/.test(pathname)) return { headers: OF_GOOGLE, body: {} }
    if (pathname.endsWith('/token')) return { ...given('machine'), headers: OF_GOOGLE }
    if (/\/service-accounts\/default\/?$/.test(pathname)) {
      const account = { email: 'machine@project.iam.gserviceaccount.com', scopes: [], aliases: ['default'] }
      return { headers: OF_GOOGLE, body: account }
    }
    return pathname.endsWith('/project-id') ? { headers: OF_GOOGLE, body: 'project' } : MISSING
  },
  provider: ({ path }) => ({ body: path === '/json' ? { subject: 'subject-json' } : 'subject-text' }),
}

/** An answer with a token. */
export function given(of: string, expires_in = 3600): Exclude<GoogleAnswer, string> {
  return { body: { access_token: token(of), expires_in, token_type: 'Bearer', scope: 'canary' } }
}

/** A refusal of whoever gives out tokens. */
export function oauthError(error: string): GoogleAnswer {
  return { status: 400, body: { error, error_description: `${error}, it says` } }
}

/** A refusal of Google's APIs. */
export function refusal(code: number, message: string): GoogleAnswer {
  return { status: code, body: { error: { code, message } } }
}

/** The bucket, whoever asks. */
export function storageAnswer({ path }: GoogleRequest): GoogleAnswer {
  const { pathname, searchParams } = new URL(path, 'http://storage')
  const [, download, name] = /^(\/download)?\/storage\/v1\/b\/bucket\/o(?:\/(.+))?$/.exec(pathname) ?? []
  if (pathname.endsWith('/o')) return { body: listing(searchParams) }
  const text = STORED[decodeURIComponent(name ?? '')]
  if (text === undefined) return refusal(404, 'No such object')
  if (download === undefined) return { body: { name, size: String(text.length) } }
  const headers = { 'x-goog-generation': '1', 'x-goog-hash': `crc32c=${CRC32C_OF_DIGITS}` }
  return { headers, body: text }
}

function listing(query: URLSearchParams): unknown {
  const prefix = query.get('prefix') ?? ''
  const names = Object.keys(STORED).filter((name) => name.startsWith(prefix))
  const isDirect = (name: string): boolean =>
    !query.has('delimiter') || !name.slice(prefix.length).includes('/')
  const below = names.filter((name) => !isDirect(name))
  return {
    kind: 'storage#objects',
    items: names.filter(isDirect).map((name) => ({ name, size: String(STORED[name]?.length) })),
    prefixes: [...new Set(below.map((name) => name.slice(0, name.indexOf('/', prefix.length) + 1)))],
  }
}

function isKnown({ headers }: GoogleRequest): boolean {
  return headers.authorization?.startsWith('Bearer ya29.canary-') === true
}
