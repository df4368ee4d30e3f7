import { type ServerInfo, serverInfo } from '@mlflow-artifacts/http-client'
import { errorCodeFromHttpStatus, type HttpClient, MlflowError } from '@mlflow-artifacts/repository'
import { pythonStrip } from '@mlflow-artifacts/repository/python'
import type { StoreContext } from '../store-context.ts'
import { shownBody } from './shown-body.ts'

const SERVER_INFO = '/api/3.0/mlflow/server-info'
/** What the first server with workspaces had in place of it. */
const SERVER_FEATURES = '/api/3.0/mlflow/server-features'

const REFUSALS: ReadonlySet<number> = new Set([401, 403])

/**
 * Makes sure that a server knows the active workspace's header, where `MLFLOW_WORKSPACE` names one: a server without
 * workspaces would ignore it, and answer for all. Python's `WorkspaceRestStoreMixin`.
 *
 * @throws MlflowError `FEATURE_DISABLED` where the server has no workspaces, `INVALID_PARAMETER_VALUE` where it does
 *   not say so because it is too old or no MLflow server, `TEMPORARILY_UNAVAILABLE` where it refused to, and what
 *   {@link serverInfo} throws where it did not answer
 */
export async function checkWorkspaceSupport(
  http: HttpClient,
  baseUrl: string,
  environment: StoreContext['environment'],
  signal: AbortSignal | undefined,
): Promise<void> {
  const workspace = pythonStrip(environment.MLFLOW_WORKSPACE ?? '')
  if (workspace === '') return
  let endpoint = SERVER_INFO
  let info = await ask(http, baseUrl, endpoint, signal)
  if (info.status === 404) {
    endpoint = SERVER_FEATURES
    info = await ask(http, baseUrl, endpoint, signal)
  }
  const uri = baseUrl + endpoint
  const refused = `Active workspace '${workspace}' cannot be used`
  if (info.status === 404) {
    throw new MlflowError(
      `${refused}. MLflow could not determine whether the server supports workspaces, because the MLflow server-info ` +
        'and server-features endpoints were not found (HTTP 404). Verify that the configured MLflow URI points to the ' +
        'MLflow server, including any required path prefix. If the configured MLflow URI is correct, ensure that the ' +
        'server supports workspaces and restart it with --enable-workspaces.',
      { code: 'INVALID_PARAMETER_VALUE', uri },
    )
  }
  if (info.status !== 200) {
    throw new MlflowError(`Failed to query ${endpoint}: ${info.status} ${shownBody(info.text)}`, {
      // A refusal does not pass, as Python's code for it would say.
      code: REFUSALS.has(info.status) ? errorCodeFromHttpStatus(info.status) : 'TEMPORARILY_UNAVAILABLE',
      uri,
      hint: info.hint,
    })
  }
  if (info.data.workspaces_enabled !== true) {
    throw new MlflowError(
      `${refused} because the remote server does not support workspaces. Restart the server with --enable-workspaces ` +
        'or unset the active workspace.',
      { code: 'FEATURE_DISABLED', uri },
    )
  }
}

async function ask(
  http: HttpClient,
  baseUrl: string,
  endpoint: string,
  signal: AbortSignal | undefined,
): Promise<ServerInfo> {
  try {
    return await serverInfo(http, baseUrl, { endpoint, signal })
  } catch (cause) {
    signal?.throwIfAborted()
    if (!MlflowError.isInstance(cause)) throw cause
    const { code, message, hint, retryable } = cause
    const uri = baseUrl + endpoint
    throw new MlflowError(`Failed to query ${endpoint}: ${message}`, { code, uri, hint, retryable, cause })
  }
}
