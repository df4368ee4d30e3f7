import { MlflowError } from '../errors/mlflow-error.ts'
import { redactUri } from '../secrets/redact-uri.ts'
import { unquote } from './unquote.ts'

/**
 * The Windows path that the path of a `file:` URL stands for. Python 3.11's `nturl2path.url2pathname`.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE, where Python raises an OSError: a colon that follows no drive letter
 */
export function ntUrlToPathname(urlPath: string): string {
  const url = urlPath.replaceAll(':', '|')
  if (!url.includes('|')) {
    const path = url.startsWith('////') ? url.slice(2) : url
    return unquote(path.replaceAll('/', '\\'))
  }
  const [beforeBar = '', afterBar = '', ...others] = url.split('|')
  const letter = beforeBar.slice(-1)
  if (others.length > 0 || !/^[A-Za-z]$/.test(letter)) {
    throw new MlflowError(`Bad URL: ${redactUri(url)}`, { code: 'INVALID_PARAMETER_VALUE' })
  }
  const segments = afterBar.split('/').filter((segment) => segment !== '')
  const path = [`${letter.toUpperCase()}:`, ...segments.map(unquote)].join('\\')
  return path.endsWith(':') && url.endsWith('/') ? `${path}\\` : path
}
