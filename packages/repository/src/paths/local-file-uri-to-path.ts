import { ntUrlToPathname } from '../python/nt-url-to-pathname.ts'
import type { Platform } from '../python/pure-path.ts'
import { unquote } from '../python/unquote.ts'
import { urlparse } from '../python/urlparse.ts'

/**
 * The local path that a `file:` URI, or a bare path, stands for: percent-decoded once in both cases. MLflow's
 * `local_file_uri_to_path` (mlflow/utils/file_utils.py), which knows the scheme in lower case only.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where it is no URL, or on Windows has a colon that follows no drive
 */
export function localFileUriToPath(uri: string, options: { readonly platform?: Platform } = {}): string {
  const toPath = options.platform === 'windows' ? ntUrlToPathname : unquote
  if (!uri.startsWith('file:')) return toPath(uri)
  const { netloc, path } = urlparse(uri)
  const host = options.platform === 'windows' && netloc !== '' ? `\\\\${netloc}` : ''
  return toPath(host + path)
}
