import { parseQsl, urlencode, urlparse, urlunparse } from '@mlflow-artifacts/repository/python'

/**
 * Appends parameters to the query of a URI, which is encoded anew; those without a value are lost. MLflow's
 * `append_to_uri_query_params` (mlflow/utils/uri.py).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE where it is no URL
 */
export function appendToUriQueryParams(
  uri: string,
  ...parameters: ReadonlyArray<readonly [name: string, value: string]>
): string {
  const parsed = urlparse(uri)
  return urlunparse({ ...parsed, query: urlencode([...parseQsl(parsed.query), ...parameters]) })
}
