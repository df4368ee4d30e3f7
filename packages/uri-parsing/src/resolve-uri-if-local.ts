import { localFileUriToPath, type Machine } from '@mlflow-artifacts/repository'
import { PurePath, urlparse, urlunparse } from '@mlflow-artifacts/repository/python'
import { getUriScheme } from './get-uri-scheme.ts'
import { isLocalUri } from './is-local-uri.ts'

/**
 * Makes a relative local path or `file:` URI absolute; anything else stays as it is. A bare path is percent-decoded
 * once, and `..` is kept. MLflow's `resolve_uri_if_local` (mlflow/utils/uri.py).
 *
 * @throws MlflowError INTERNAL_ERROR for a `file:` URI of another host, INVALID_PARAMETER_VALUE where it is no URL
 */
export function resolveUriIfLocal(localUri: string, machine: Machine): string {
  const { platform } = machine
  if (!isLocalUri(localUri, { platform })) return localUri
  const localPath = PurePath.parse(localFileUriToPath(localUri, { platform }), platform)
  if (localPath.isAbsolute) return localUri

  const path = PurePath.parse(machine.cwd, platform).join(localPath).asPosix()
  const none = { netloc: '', params: '', query: '', fragment: '' }
  if (getUriScheme(localUri) === '') {
    return platform === 'windows' ? urlunparse({ ...none, scheme: 'file', path }) : path
  }
  const { scheme, query, fragment } = urlparse(localUri)
  return urlunparse({ ...none, scheme, path, query, fragment })
}
