import { urlparse } from '@mlflow-artifacts/repository/python'
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
  let parsed = urlparse(uri)
  if (parsed.scheme === 'models') {
    const [rootUri] = splitModelsUri(uri)
    // What is not cut is read as a whole, and then without fragments.
    if (rootUri === uri.replace(/\/+$/, '')) parsed = urlparse(uri, { allowFragments: false })
  }
  if (parsed.fragment !== '') return 'fragment'
  if (parsed.query !== '' && parsed.scheme !== 'http' && parsed.scheme !== 'https') return 'query'
  return undefined
}
