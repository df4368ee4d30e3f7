import { posixNormpath } from '../python/posix-normpath.ts'

/** Whether a name has another spelling as a path, or leads upwards. MLflow's `path_not_unique` (mlflow/utils/validation.py). */
export function pathNotUnique(name: string): boolean {
  const normalized = posixNormpath(name)
  return (
    normalized !== name || normalized === '.' || normalized.startsWith('..') || normalized.startsWith('/')
  )
}
