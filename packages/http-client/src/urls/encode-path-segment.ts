import { quote } from '@mlflow-artifacts/repository/python'

/**
 * A literal name as one segment of a URL's path: all but ASCII letters, digits and `_.-~` is percent-encoded, so that
 * `#`, `?`, `%` and `/` stay part of the name.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a lone surrogate, which has no UTF-8 form
 */
export function encodePathSegment(name: string): string {
  return quote(name, '')
}
