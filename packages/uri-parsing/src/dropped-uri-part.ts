import { urlparse } from '@mlflow-artifacts/repository/python'
import { splitLoggedModelUri } from './split-logged-model-uri.ts'
import { splitModelsUri } from './split-models-uri.ts'

/**
 * The part of an artifact's URI that Python's rules would drop without a word, so that another artifact would be
 * read than the one that was meant: `'fragment'`, `'query'` or, where nothing is lost, `undefined`. A query of
 * `http:` and `https:` is kept and sent; in `models:`, a `#` before the suffix belongs to the name. The text has to
 * be a URI: in the path of an existing local file, `#` and `?` are characters as any other.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where it is no URL
 */
export function droppedUriPart(uri: string): 'fragment' | 'query' | undefined {
  const { scheme } = urlparse(uri)
  // What of `models:` is not cut is read as a whole, and then without fragments.
  const isCut = splitLoggedModelUri(uri) !== undefined || splitModelsUri(uri)[0] !== uri.replace(/\/+$/, '')
  const isWhole = scheme === 'models' && !isCut
  // An empty part is lost, too: `a?` would be read as `a`.
  if (uri.includes('#') && !isWhole) return 'fragment'
  return uri.includes('?') && scheme !== 'http' && scheme !== 'https' ? 'query' : undefined
}
