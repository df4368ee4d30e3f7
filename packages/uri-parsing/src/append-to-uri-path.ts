import { decodePath, MlflowError } from '@mlflow-artifacts/repository'
import { posixJoin, urlparse, urlunparse } from '@mlflow-artifacts/repository/python'

/**
 * Appends POSIX paths to the path of a URI, each with one `/` between, absolute ones too. `..` is not resolved; query
 * and fragment stay at the end, but a bare path is only appended to. MLflow's `append_to_uri_path`
 * (mlflow/utils/uri.py).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where it is no URL, or its query holds `..`
 */
export function appendToUriPath(uri: string, ...paths: readonly string[]): string {
  const suffix = paths.reduce(joinBelow, '')
  const parsed = urlparse(uri)
  if (decodePath(parsed.query).includes('..')) {
    throw new MlflowError('Invalid query string', { code: 'INVALID_PARAMETER_VALUE' })
  }
  if (parsed.scheme === '') return joinBelow(uri, suffix)

  // Without its scheme, a relative path such as that of `file:a` is put together as it was.
  const isRelative = !parsed.path.startsWith('/')
  const appended = {
    ...parsed,
    scheme: isRelative ? '' : parsed.scheme,
    path: joinBelow(parsed.path, suffix),
  }
  return (isRelative ? `${parsed.scheme}:` : '') + urlunparse(appended)
}

function joinBelow(prefix: string, suffix: string): string {
  return prefix === '' ? suffix : posixJoin(prefix, suffix.replace(/^\/+/, ''))
}
