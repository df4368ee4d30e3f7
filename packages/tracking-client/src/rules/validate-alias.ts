import { MlflowError } from '@mlflow-artifacts/repository'

const MAXIMUM_LENGTH = 255

// Python's `\w` is letters, numbers and the underscore of every script, and its `$` lets a last line feed pass.
const ALIAS = /^[\p{L}\p{N}_-]*\n?$/u

/**
 * Refuses an alias that could not be the name of a file. Python's `_validate_model_alias_name`
 * (`mlflow/utils/validation.py`).
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE`
 */
export function validateAlias(alias: string): void {
  const message = problemOf(alias)
  if (message !== undefined) throw new MlflowError(message, { code: 'INVALID_PARAMETER_VALUE' })
}

function problemOf(alias: string): string | undefined {
  if (alias === '') return 'Registered model alias name cannot be empty.'
  if (!ALIAS.test(alias)) {
    return `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`
  }
  if ([...alias].length > MAXIMUM_LENGTH) {
    return `'Registered model alias name' exceeds the maximum length of ${MAXIMUM_LENGTH} characters`
  }
  return undefined
}
