import { MlflowError } from '@mlflow-artifacts/repository'
import { isPythonFloat, pythonRepr } from '@mlflow-artifacts/repository/python'
import type { Environment } from './environment.ts'

const TYPES = {
  int: {
    matches: (value: string): boolean => /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(value),
    complaint: 'invalid literal for int() with base 10',
  },
  // Python reads `inf` and `nan` too, which no number of seconds can be.
  float: {
    matches: (value: string): boolean => isPythonFloat(value) && Number.isFinite(toNumber(value)),
    complaint: 'could not convert string to float',
  },
}

/**
 * A variable that holds a number as Python writes it; `undefined` where it is not set. Python's
 * `_EnvironmentVariable` (`mlflow/environment_variables.py`).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for anything else, where Python raises a ValueError
 */
export function environmentNumber(
  environment: Environment,
  name: string,
  type: keyof typeof TYPES,
): number | undefined {
  const value = environment[name]
  if (value === undefined) return undefined
  const { matches, complaint } = TYPES[type]
  if (matches(value)) return toNumber(value)
  const quoted = pythonRepr(value)
  throw new MlflowError(`Failed to convert ${quoted} for ${name}: ${complaint}: ${quoted}`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: `Set ${name} to a ${type === 'int' ? 'whole number' : 'number'}, or unset it.`,
  })
}

function toNumber(value: string): number {
  return Number(value.replaceAll('_', ''))
}
