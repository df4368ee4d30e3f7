import { resolveMlflowArtifactsUri } from '@mlflow-artifacts/uri-parsing'

/**
 * The URL of the artifact root that a tracking server serves; `undefined` for an `http:` or `https:` URL that is none
 * of those. User and password of the tracking URI are left out: the HTTP client knows them.
 *
 * @throws MlflowError where an `mlflow-artifacts:` URI finds no server in the tracking URI
 */
export function proxyUri(uri: string, trackingUri: string | undefined): string | undefined {
  if (/^mlflow-artifacts:/i.test(uri)) {
    const server = (trackingUri ?? '').replace(/^(https?:\/\/)[^/?#]*@/i, '$1')
    // Python forgets the path of the tracking URI where the path of the artifact URI is `/`, but not where it is empty.
    return resolveMlflowArtifactsUri(uri.replace(/^([^:]+:(?:\/\/[^/?#]*)?)\/+$/, '$1'), server)
  }
  return /^[^?#]*\/mlflow-artifacts\/artifacts(?:[/?#]|$)/.test(uri) ? uri : undefined
}
