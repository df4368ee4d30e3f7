import { UnsafePathError } from '@mlflow-artifacts/repository'
import { posixNormpath } from '@mlflow-artifacts/repository/python'

/**
 * What the keys below a root begin with, by the path of its URI: itself and a slash, unless it ends in slashes (`s3://b//`,
 * `s3://b/a//`), which are all part of the keys. `''` is the whole bucket.
 */
export function rootPrefix(path: string): string {
  return path === '' || path.endsWith('/') ? path : `${path}/`
}

/**
 * The key of an artifact. Nothing is normalised: `a//b`, `./a` and `t/` are keys of their own.
 *
 * @param root - what all keys begin with
 * @throws UnsafePathError where the path leads out of the root
 */
export function objectKey(root: string, path: string): string {
  if (/^\/|^\.\.(?:\/|$)|\0/.test(posixNormpath(path))) {
    throw new UnsafePathError('Invalid path: resolved path is outside the artifact directory', { path })
  }
  return root + path
}

/** What the keys below a directory begin with. Slashes at the end of its path make no difference. */
export function directoryPrefix(root: string, path: string): string {
  const key = objectKey(root, path.replace(/\/+$/, ''))
  return key === root ? root : `${key}/`
}
