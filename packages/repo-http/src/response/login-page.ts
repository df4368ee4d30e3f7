import { discard } from '@mlflow-artifacts/http-client/artifact'
import { type HttpResponse, MlflowError, redactUri } from '@mlflow-artifacts/repository'

/**
 * Refuses an HTML page that stands in for an artifact: the login page of a gateway answers 200, and would be written
 * under the artifact's name.
 *
 * @param url - what was requested, before redirects
 * @param isProxy - MLflow sends every artifact as an attachment; elsewhere a page is only suspicious behind a redirect
 * @throws MlflowError `UNAUTHENTICATED`
 */
export function refuseLoginPage(response: HttpResponse, url: string, isProxy: boolean): void {
  const { status, headers } = response
  const isPage = status === 200 && /^\s*text\/html\b/i.test(headers['content-type'] ?? '')
  if (!isPage || /^\s*attachment\b/i.test(headers['content-disposition'] ?? '')) return
  const asked = new URL(url)
  const answered = new URL(response.url)
  const ledAway = answered.origin !== asked.origin && lastSegment(answered) !== lastSegment(asked)
  if (!ledAway && !(isProxy && !/\.html?$/i.test(asked.pathname))) return
  discard(response)
  throw loginPageError(response)
}

/** The error of an HTML page where the server of the artifacts was expected to answer. */
export function loginPageError(response: HttpResponse): MlflowError {
  const uri = redactUri(response.url)
  return new MlflowError(`An HTML page was answered at ${uri}, probably a login page`, {
    code: 'UNAUTHENTICATED',
    uri,
    hint:
      'A gateway before the server seems to want a login: set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME ' +
      'and MLFLOW_TRACKING_PASSWORD, or the headers that it asks for in MLFLOW_ARTIFACTS_HEADERS. Or it does not pass this ' +
      "path on to MLflow's server, and answers with a page of its own.",
  })
}

function lastSegment({ pathname }: URL): string {
  return pathname.slice(pathname.lastIndexOf('/') + 1)
}
