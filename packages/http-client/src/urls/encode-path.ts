import { quote } from '@mlflow-artifacts/repository/python'

/**
 * A literal artifact path as the path of a URL: as {@link encodePathSegment} for each of its segments.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a lone surrogate, which has no UTF-8 form
 */
export function encodePath(path: string): string {
  return quote(path)
}
