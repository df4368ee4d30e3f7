import { MlflowError } from '@mlflow-artifacts/repository'
import type { Environment } from './environment.ts'

/**
 * A variable that is `true`, `false`, `1` or `0`, in any case; `undefined` where it is not set. Python's
 * `_BooleanEnvironmentVariable` (`mlflow/environment_variables.py`).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for anything else, where Python raises a ValueError
 */
export function environmentBoolean(environment: Environment, name: string): boolean | undefined {
  const value = environment[name]
  if (value === undefined) return undefined
  const lowercased = value.toLowerCase()
  if (!['true', 'false', '1', '0'].includes(lowercased)) {
    throw new MlflowError(
      `${name} value must be one of ['true', 'false', '1', '0'] (case-insensitive), but got ${value}`,
      { code: 'INVALID_PARAMETER_VALUE', hint: `Set ${name} to true or false, or unset it.` },
    )
  }
  return lowercased === 'true' || lowercased === '1'
}
