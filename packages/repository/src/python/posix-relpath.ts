import { MlflowError } from '../errors/mlflow-error.ts'
import { posixJoin } from './posix-join.ts'
import { posixNormpath } from './posix-normpath.ts'

/**
 * The way from the directory `start` to `path`, both absolute or below `cwd`. Python's `posixpath.relpath`.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for an empty path, where Python raises a ValueError
 */
export function posixRelpath(path: string, start: string, cwd: string): string {
  if (path === '') throw new MlflowError('no path specified', { code: 'INVALID_PARAMETER_VALUE' })
  const from = segments(posixJoin(cwd, start))
  const to = segments(posixJoin(cwd, path))
  const differing = from.findIndex((segment, index) => segment !== to[index])
  const shared = differing === -1 ? from.length : differing
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/') || '.'
}

function segments(path: string): string[] {
  return posixNormpath(path)
    .split('/')
    .filter((segment) => segment !== '')
}
