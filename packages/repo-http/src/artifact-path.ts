import { UnsafePathError } from '@mlflow-artifacts/repository'
import { posixNormpath } from '@mlflow-artifacts/repository/python'

/**
 * An artifact path in its normal form; `''` is the root.
 *
 * @throws UnsafePathError where it leads out of the root
 */
export function artifactPath(path: string): string {
  const normalized = posixNormpath(path)
  if (/^\/|^\.\.(?:\/|$)|\0/.test(normalized)) {
    throw new UnsafePathError('Invalid path: resolved path is outside the artifact directory', { path })
  }
  return normalized === '.' ? '' : normalized
}
