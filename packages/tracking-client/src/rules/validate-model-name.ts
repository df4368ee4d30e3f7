import { MlflowError, pathNotUnique } from '@mlflow-artifacts/repository'
import { posixNormpath, pythonRepr, pythonStrip } from '@mlflow-artifacts/repository/python'
import { invalidValueMessage } from './invalid-value-message.ts'

/**
 * Refuses a name that no registered model can have. Python's `_validate_model_name` (`mlflow/utils/validation.py`).
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE`
 */
export function validateModelName(name: string): void {
  const message = problemOf(name)
  if (message !== undefined) throw new MlflowError(message, { code: 'INVALID_PARAMETER_VALUE' })
}

function problemOf(name: string): string | undefined {
  if (pythonStrip(name) === '') return "Missing value for required parameter 'name'."
  if (/[/:]/.test(name)) return `Invalid model name '${name}'. Names cannot contain '/' or ':'.`
  if (!pathNotUnique(name)) return undefined
  return invalidValueMessage(
    'name',
    name,
    'Names may be treated as files in certain cases, and must not resolve to other names when treated as such. ' +
      `This name would resolve to ${pythonRepr(posixNormpath(name))}`,
  )
}
