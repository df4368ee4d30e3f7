import { type Machine, MlflowError } from '@mlflow-artifacts/repository'
import {
  ntJoin,
  ntNormpath,
  PurePath,
  posixJoin,
  posixNormpath,
  quote,
} from '@mlflow-artifacts/repository/python'

/**
 * The `file:` URI of a path: absolute, normalised, percent-encoded. MLflow's `path_to_local_file_uri`
 * (mlflow/utils/file_utils.py).
 *
 * @param machine - `cwd`: what a relative path starts from; `platform`: default `posix`
 * @throws MlflowError INVALID_PARAMETER_VALUE for a relative path without `cwd`, and for text that has no UTF-8 form
 */
export function pathToLocalFileUri(path: string, machine: Partial<Machine> = {}): string {
  const { cwd = '', platform = 'posix' } = machine
  const absolute =
    platform === 'windows'
      ? PurePath.parse(ntNormpath(ntJoin(cwd, path)), platform)
      : PurePath.parse(posixNormpath(posixJoin(cwd, path)), platform)
  if (!absolute.isAbsolute) {
    throw new MlflowError("relative path can't be expressed as a file URI", {
      code: 'INVALID_PARAMETER_VALUE',
    })
  }
  if (platform === 'posix') return `file://${quote(absolute.toString())}`
  const { drive } = absolute
  if (!/^.:$/.test(drive)) return `file:${quote(absolute.asPosix())}`
  return `file:///${drive}/${quote(absolute.names.join('/'))}`
}
