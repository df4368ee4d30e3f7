import { prepareUrl } from '@mlflow-artifacts/http-client'
import { MlflowError, redactUri } from '@mlflow-artifacts/repository'

/**
 * What every endpoint of a server is appended to: its tracking URI with the path prefix, without one trailing slash,
 * and without user and password, which the HTTP client knows.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for what is no URL of a server, or has a query or a fragment
 */
export function restBaseUrl(uri: string): string {
  const url = prepareUrl(uri)
  if (/[?#]/.test(url)) {
    const redacted = redactUri(uri)
    throw new MlflowError(`The URI '${redacted}' of an MLflow server can have no query and no fragment.`, {
      code: 'INVALID_PARAMETER_VALUE',
      uri: redacted,
      hint: hintFor(redacted),
    })
  }
  return url.replace(/^(https?:\/\/)[^/]*@/, '$1').replace(/\/$/, '')
}

function hintFor(uri: string): string {
  const encode = 'In user and password, percent-encode ? as %3F, # as %23 and / as %2F.'
  const [, server = ''] = /^(https?:\/\/[^/?#]+[^?#]*?)\/*[?#]/i.exec(uri) ?? []
  if (server === '') return encode
  return `Where a page of the browser begins, the address of the server ends: write ${server} as the tracking URI. ${encode}`
}
