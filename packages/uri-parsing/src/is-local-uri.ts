import { MlflowError, type Platform, redactUri } from '@mlflow-artifacts/repository'
import { netlocHostname, urlparse } from '@mlflow-artifacts/repository/python'

/** How {@link isLocalUri} reads. */
export interface IsLocalUriOptions {
  /** Whether it is a tracking or registry URI, where `databricks` is no path. Default: `true`. */
  readonly isTrackingOrRegistryUri?: boolean
  /** Default: `posix`. */
  readonly platform?: Platform
}

/**
 * Whether a URI is a path or a `file:` URI of this machine. Python's test of the host is by prefix: `localhost.example`
 * passes. MLflow's `is_local_uri` (mlflow/utils/uri.py).
 *
 * @throws MlflowError INTERNAL_ERROR for a `file:` URI of another host, INVALID_PARAMETER_VALUE where it is no URL
 */
export function isLocalUri(uri: string, options: IsLocalUriOptions = {}): boolean {
  const { isTrackingOrRegistryUri = true, platform = 'posix' } = options
  if (uri === 'databricks' && isTrackingOrRegistryUri) return false
  if (platform === 'windows' && uri.startsWith('\\\\')) return false

  const { scheme, netloc } = urlparse(uri)
  if (scheme === '') return true
  const hostname = netlocHostname(netloc)
  const isRemote = hostname !== undefined && hostname !== '.' && !/^(?:localhost|127\.0\.0\.1)/.test(hostname)
  if (scheme === 'file') {
    if (!isRemote) return true
    throw new MlflowError(
      `${redactUri(uri)} is not a valid remote uri. For remote access on windows, please consider using a different scheme such ` +
        'as SMB (e.g. smb://<hostname>/<path>).',
      {
        hint: 'A file: URI is of this machine: write file:///<path>, with three slashes, or the path where the share is mounted.',
      },
    )
  }
  return !isRemote && platform === 'windows' && /^[A-Za-z]:/.test(uri)
}
