import { MlflowError } from '@mlflow-artifacts/repository'
import {
  isPythonFloat,
  netlocHostname,
  netlocPort,
  type ParseResult,
  urlparse,
  urlunparse,
} from '@mlflow-artifacts/repository/python'

const BASE_PATH = '/api/2.0/mlflow-artifacts/artifacts'

/**
 * The `http:` or `https:` URI at which the tracking server serves an `mlflow-artifacts:` URI. User and password of
 * the tracking URI stay in it, unless the artifact URI names its own host. MLflow's
 * `MlflowArtifactsRepository.resolve_uri` (mlflow/store/artifact/mlflow_artifacts_repo.py).
 *
 * @throws MlflowError INTERNAL_ERROR where the tracking URI is of another scheme or the artifact URI has a port
 * without a host, INVALID_PARAMETER_VALUE where either is no URL
 */
export function resolveMlflowArtifactsUri(artifactUri: string, trackingUri: string): string {
  const tracking = urlparse(trackingUri)
  const artifact = urlparse(artifactUri)
  checkHost(artifact.netloc)
  checkTrackingScheme(tracking)

  const resolved = urlunparse({
    scheme: tracking.scheme,
    netloc: artifact.netloc || tracking.netloc,
    path: servedPath(artifact.path, tracking.path).replace(/\/{2,}/g, '/'),
    params: '',
    query: '',
    fragment: '',
  })
  return resolved.replaceAll('///', '/').replace(/\/+$/, '')
}

// Python forgets the path of the tracking URI in the first two cases.
function servedPath(artifactPath: string, trackingPath: string): string {
  if (artifactPath === '/') return `${BASE_PATH}/`
  if (artifactPath === BASE_PATH) return BASE_PATH
  return `${trackingPath}/${BASE_PATH}/${artifactPath}`
}

function checkHost(netloc: string): void {
  const hostname = netlocHostname(netloc)
  if (hostname === undefined || !isPythonFloat(hostname) || netlocPort(netloc)) return
  throw new MlflowError(
    `The mlflow-artifacts uri was supplied with a port number: ${hostname}, but no host was defined.`,
  )
}

function checkTrackingScheme(tracking: ParseResult): void {
  if (tracking.scheme === 'http' || tracking.scheme === 'https') return
  const redacted = urlunparse({
    ...tracking,
    netloc: tracking.netloc.slice(tracking.netloc.lastIndexOf('@') + 1),
    params: '',
    query: '',
    fragment: '',
  })
  throw new MlflowError(
    'When an mlflow-artifacts URI was supplied, the tracking URI must be a valid http or https URI, but it was ' +
      `currently set to ${redacted}. Perhaps you forgot to set the tracking URI to the running MLflow server. ` +
      'To set the tracking URI, use either of the following methods:\n' +
      '1. Set the MLFLOW_TRACKING_URI environment variable to the desired tracking URI. ' +
      '`export MLFLOW_TRACKING_URI=http://localhost:5000`\n' +
      '2. Set the tracking URI programmatically by calling `mlflow.set_tracking_uri`. ' +
      "`mlflow.set_tracking_uri('http://localhost:5000')`",
  )
}
