import { type HttpResponse, MlflowError, redactUri } from '@mlflow-artifacts/repository'

/** The error of a successful answer that is not what Google Cloud Storage answers, such as the login page of a gateway. */
export function notGoogle(response: HttpResponse): MlflowError {
  const uri = redactUri(response.url).replace(/\?.*/s, '')
  return new MlflowError(`The answer from ${uri} is not that of Google Cloud Storage`, {
    uri,
    hint: 'Check STORAGE_EMULATOR_HOST where it is set, and whether a proxy answers in place of the store.',
  })
}
