import { prepareUrl } from '@mlflow-artifacts/http-client'
import { unquote } from '@mlflow-artifacts/repository/python'

/** A URL that can be requested, and the credentials that stood in it. */
export interface UrlAndCredentials {
  /** Encoded; without user, password and fragment. */
  readonly url: string
  /** `Authorization`, where the URL named user and password; as with Python's `requests`, one alone is not sent. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * A URL as it was typed, with its user and password beside it.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` `Invalid url: …`
 */
export function urlAndCredentials(typedUrl: string): UrlAndCredentials {
  const [, scheme = '', userinfo = '', rest = ''] =
    /^(https?:\/\/)(?:([^/?#@]*)@)?([^#]*)/s.exec(prepareUrl(typedUrl)) ?? []
  const colon = userinfo.indexOf(':')
  if (colon === -1) return { url: scheme + rest, headers: {} }
  const credentials = `${unquote(userinfo.slice(0, colon))}:${unquote(userinfo.slice(colon + 1))}`
  return {
    url: scheme + rest,
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  }
}
