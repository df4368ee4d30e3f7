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
  readonly method: NonNullable<HttpRequest['method']>
  readonly body: HttpRequest['body']
  /** Whether the URL is the user's own configuration. */
  readonly isConfigured: boolean
  /** The URI of the server that chose the URL; `undefined`: the caller did. */
  readonly chosenBy: string | undefined
  /** Whether a redirect has led away from the origin that the request was for. */
  readonly isAbroad: boolean
  /** Whether the server has answered 401 to the headers of the auth hook. */
  readonly refresh: boolean
}

/**
 * The headers of one hop, names in lower case. Later ones go before earlier ones: our own, `Authorization` and
 * workspace of the environment, custom headers, the auth hook's, the request's.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a name or value that no header may have; DEADLINE_EXCEEDED for a hook
 *   that gives none in time; and what a hook throws
 */
export async function requestHeaders(
  hop: Hop,
  requested: HttpHeaders,
  configuration: Configuration,
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  const { url, method, isAbroad, refresh } = hop
  const headers: Record<string, string> = Object.create(null)
  const add = (more: HttpHeaders, isWanted = (_name: string): boolean => true): void => {
    for (const [name, value] of Object.entries(more)) {
      if (isWanted(name.toLowerCase())) headers[name.toLowerCase()] = checked(name, value)
    }
  }

  add({ accept: '*/*', 'accept-encoding': 'identity', 'user-agent': `mlflow-artifacts/${VERSION}` })
  if (isAbroad) {
    add(requested, (name) => isImpersonal(name) || (hop.body !== undefined && name.startsWith('content-')))
    return headers
  }
  if (url.origin === configuration.trackingOrigin) {
    const { authorization, workspace, headers: custom, auth } = configuration
    const asked = (hook: () => HttpHeaders | Promise<HttpHeaders>) =>
      askHook(hook, callLimitMs(url.origin, {}, configuration), signal)
    if (authorization !== undefined) add({ authorization })
    if (workspace !== undefined && !WORKSPACE_ENDPOINT.test(url.path)) {
      add({ 'x-mlflow-workspace': workspace })
    }
    if (custom !== undefined) add(typeof custom === 'function' ? await asked(custom) : custom)
    if (auth !== undefined) add(await asked(() => auth({ url: url.href, method, refresh })))
  }
  // A body that a redirect dropped takes its description along.
  add(requested, (name) => hop.body !== undefined || !name.startsWith('content-'))
  return headers
}

function checked(name: string, value: string): string {
  if (/^[!#$%&'*+.^`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return value
  throw new MlflowError(`The header ${JSON.stringify(name)} holds a character that no header may hold`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: 'Look for line ends and for characters beyond Latin-1 in what it is made from.',
  })
}
