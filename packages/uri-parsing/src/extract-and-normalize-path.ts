import { posixNormpath, urlparse } from '@mlflow-artifacts/repository/python'

/**
 * The path of a URI, normalised and without leading slashes. MLflow's `extract_and_normalize_path`
 * (mlflow/utils/uri.py).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where it is no URL
 */
export function extractAndNormalizePath(uri: string): string {
  return posixNormpath(urlparse(uri).path).replace(/^\/+/, '')
}
