import { UnsafePathError } from '@mlflow-artifacts/repository'
import { posixJoin, posixNormpath } from '@mlflow-artifacts/repository/python'

/**
 * The key of an artifact below a root. Nothing is normalised: `a//b`, `./a` and `t/` are keys of their own.
 *
 * @throws UnsafePathError where the path leads out of the root
 */
export function objectKey(root: string, path: string): string {
  if (/^\/|^\.\.(?:\/|$)|\0/.test(posixNormpath(path))) {
    throw new UnsafePathError('Invalid path: resolved path is outside the artifact directory', { path })
  }
  return path === '' ? root : posixJoin(root, path)
}

/** What the keys below a directory begin with; `''` at the root of a bucket. */
export function directoryPrefix(root: string, path: string): string {
  const key = objectKey(root, path).replace(/\/+$/, '')
  return key === '' ? '' : `${key}/`
}
