import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { isPythonDigits, pythonStrip, urlparse } from '@mlflow-artifacts/repository/python'

/** What a `models:` URI names: a logged model, or one of the versions of a registered model. */
export type ModelUri =
  | { readonly kind: 'modelId'; readonly modelId: string }
  /** The version as written: digits of any script, leading zeros kept. */
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  /** The newest version in a stage, which no one has checked yet. */
  | { readonly kind: 'stage'; readonly name: string; readonly stage: string }
  /** The newest version of all. */
  | { readonly kind: 'latest'; readonly name: string }
  | { readonly kind: 'alias'; readonly name: string; readonly alias: string }

/**
 * Reads `models:/<model id>`, `models:/<name>/<version, stage or latest>` and `models:/<name>@<alias>`. `#` is a
 * character of the name, a query is dropped, the authority is not looked at. MLflow's `_parse_model_uri`
 * (mlflow/store/artifact/utils/models.py).
 *
 * @throws MlflowError INTERNAL_ERROR for any other form, INVALID_PARAMETER_VALUE where it is no URL
 */
export function parseModelUri(uri: string): ModelUri {
  const { scheme, path } = urlparse(uri, { allowFragments: false })
  const [first = '', suffix, ...others] = path.replace(/^\/+/, '').split('/')
  if (scheme !== 'models' || !path.startsWith('/') || isBlank(first) || others.length > 0) throw improper(uri)

  if (suffix !== undefined) {
    if (isBlank(suffix)) throw improper(uri)
    if (isPythonDigits(suffix)) return { kind: 'version', name: first, version: suffix }
    if (suffix.toLowerCase() === 'latest') return { kind: 'latest', name: first }
    return { kind: 'stage', name: first, stage: suffix }
  }
  const at = first.lastIndexOf('@')
  if (at === -1) return { kind: 'modelId', modelId: first }
  const alias = first.slice(at + 1)
  if (isBlank(alias)) throw improper(uri)
  return { kind: 'alias', name: first.slice(0, at), alias }
}

function isBlank(text: string): boolean {
  return pythonStrip(text) === ''
}

function improper(uri: string): MlflowError {
  return new MlflowError(
    `Not a proper models:/ URI: ${redactUri(uri)}. Models URIs must be of the form 'models:/name/suffix' or ` +
      "'models:/name@alias' where suffix is a version, stage, or the string 'latest' and where alias is a registered " +
      'model alias. Only one of suffix or alias can be defined at a time.',
    {
      hint: 'Write models:/<name>/<version>, models:/<name>@<alias> or models:/<name>/latest; models:/m-… is a logged model.',
    },
  )
}
