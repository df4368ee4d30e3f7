import { type HttpRequest, MlflowError } from '@mlflow-artifacts/repository'
import type { Configuration } from '../configuration/configuration.ts'
import type { HttpHeaders } from '../http-settings.ts'
import type { RequestUrl } from '../urls/parse-request-url.ts'
import { VERSION } from '../version.ts'
import { askHook } from './ask-hook.ts'
import { callLimitMs } from './call-limit-ms.ts'
import { isImpersonal } from './is-impersonal.ts'

/** Endpoints that name the workspace in their path, and get no header for it (`mlflow/utils/rest_utils.py`). */
const WORKSPACE_ENDPOINT = /\/(?:ajax-)?api\/\d+\.\d+\/mlflow\/workspaces(?:\/|$)/

/** One step of a request, which may follow redirects. */
export interface Hop {
  readonly url: RequestUrl
  /** The origin whose credentials and settings count: that of the URL, or the one which the URL is the https form of. */
  readonly owner: string
  readonly method: NonNullable<HttpRequest['method']>
  readonly body: HttpRequest['body']
  /** Whether the URL is the user's own configuration. */
  readonly isConfigured: boolean
  /** The URI of the server that chose the URL; `undefined`: the caller did. */
  readonly chosenBy: string | undefined
  /** Whether a redirect has led away from the origin that the request was for, and from those trusted as it is. */
  readonly isAbroad: boolean
  /** The trusted origin whose credentials were left behind then. */
  readonly leftFrom: string | undefined
  /** Whether the server has answered 401 before, so that what authenticates the request was renewed. */
  readonly refresh: boolean
}

/** The headers of one hop. */
export interface RequestHeaders {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Where the `Authorization` was found, for people; `undefined`: none of ours is sent. */
  readonly source: string | undefined
}

/**
 * The headers of one hop. Later ones go before earlier ones: our own, `Authorization`, workspace and headers of the
 * environment, custom headers, the auth hook's, the request's. Cookies of the server are sent beside all of them.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a name or value that no header may have; DEADLINE_EXCEEDED for a hook
 *   that gives none in time; and what a hook throws
 */
export async function requestHeaders(
  hop: Hop,
  requested: HttpHeaders,
  configuration: Configuration,
  signal?: AbortSignal,
): Promise<RequestHeaders> {
  const { url, owner, method, isAbroad, refresh } = hop
  const headers: Record<string, string> = Object.create(null)
  const add = (more: HttpHeaders, isWanted = (_name: string): boolean => true): void => {
    for (const [name, value] of Object.entries(more)) {
      if (isWanted(name.toLowerCase())) headers[name.toLowerCase()] = checked(name, value)
    }
  }

  add({ accept: '*/*', 'accept-encoding': 'identity', 'user-agent': `mlflow-artifacts/${VERSION}` })
  if (isAbroad) {
    add(requested, (name) => isImpersonal(name) || (hop.body !== undefined && name.startsWith('content-')))
    return { headers, source: undefined }
  }
  let source: string | undefined
  if (configuration.isTrusted(owner)) {
    const { credentials, workspace, headers: custom, auth } = configuration
    const asked = (hook: () => HttpHeaders | Promise<HttpHeaders>) =>
      askHook(hook, callLimitMs(owner, {}, configuration), signal)
    const authorization = auth === undefined ? await credentials.authorization(url.hostname) : undefined
    if (authorization !== undefined) add({ authorization: authorization.value })
    if (workspace !== undefined && !WORKSPACE_ENDPOINT.test(url.path)) {
      add({ 'x-mlflow-workspace': workspace })
    }
    add(await credentials.headers())
    if (custom !== undefined) add(typeof custom === 'function' ? await asked(custom) : custom)
    if (auth !== undefined) add(await asked(() => auth({ url: url.href, method, refresh })))
    const isOwn = authorization !== undefined && headers.authorization === authorization.value
    source = isOwn ? authorization.source : auth !== undefined ? 'the option http.auth' : undefined
  }
  // A body that a redirect dropped takes its description along.
  add(requested, (name) => hop.body !== undefined || !name.startsWith('content-'))
  const cookie = configuration.isTrusted(owner) && configuration.cookies.header(owner, url, headers.cookie)
  if (cookie) add({ cookie })
  return { headers, source }
}

function checked(name: string, value: string): string {
  if (/^[!#$%&'*+.^`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value
  throw new MlflowError(`The header ${JSON.stringify(name)} holds a character that no header may hold`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: 'Look for line ends and for characters beyond Latin-1 in what it is made from.',
  })
}
