import { type HttpResponse, MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { loginPageError } from './login-page.ts'

/** The error of a successful answer that is not what MLflow's server answers. */
export function unexpectedAnswer(response: HttpResponse, expected: string): MlflowError {
  if (/^\s*text\/html\b/i.test(response.headers['content-type'] ?? '')) return loginPageError(response)
  const uri = redactUri(response.url)
  return new MlflowError(`The answer from ${uri} is no ${expected}`, {
    uri,
    hint: 'Check that the URI leads to an MLflow tracking server.',
  })
}
