/**
 * Whether an object's key is a path or below it, where a listing by prefix also gives siblings (`foobar` for `foo`).
 * An empty path holds everything. MLflow's `_is_object_key_within_path` (mlflow/store/artifact/artifact_repo.py).
 */
export function isObjectKeyWithinPath(objectKey: string, path: string): boolean {
  if (path === '') return true
  if (path.endsWith('/')) return objectKey.startsWith(path)
  return objectKey === path || objectKey.startsWith(`${path}/`)
}
