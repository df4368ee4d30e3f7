import { urlparse } from '@mlflow-artifacts/repository/python'

/** The origin of a tracking URI; `undefined` where it is no `http:` or `https:` URL. User and password may stand in it. */
export function originOf(trackingUri: string | undefined): string | undefined {
  const { scheme, netloc } = urlparse(trackingUri ?? '')
  const base = `${scheme}://${netloc.slice(netloc.lastIndexOf('@') + 1)}`
  return /^https?$/.test(scheme) && URL.canParse(base) ? new URL(base).origin : undefined
}
