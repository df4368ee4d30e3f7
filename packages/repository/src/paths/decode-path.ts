import { MlflowError } from '../errors/mlflow-error.ts'
import { unquote } from '../python/unquote.ts'
import { urlparse } from '../python/urlparse.ts'
import { urlunparse } from '../python/urlunparse.ts'

const MAXIMUM_ROUNDS = 10
/** Nothing in it means anything in a URL, so that it stays what it is: the most of what is listed. */
const PLAIN = /^[\w.-][\w./-]*$/

/**
 * Undoes percent-encoding, however often it was applied, and normalises as a URL. MLflow's `_decode`
 * (mlflow/utils/uri.py).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where ten rounds do not reach an end, or a round gives no URL
 */
export function decodePath(path: string): string {
  if (PLAIN.test(path)) return path
  let current = path
  for (let round = 0; round < MAXIMUM_ROUNDS; round += 1) {
    const decoded = urlunparse(urlparse(unquote(current)))
    if (decoded === current) return current
    current = decoded
  }
  throw new MlflowError('Failed to decode url', { code: 'INVALID_PARAMETER_VALUE' })
}
