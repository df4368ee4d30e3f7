import { MlflowError } from '@mlflow-artifacts/repository'

/**
 * The error of a setting that cannot be used.
 *
 * @param name - of the variable, or of the option of a profile
 * @param value - is shown
 */
export function unusable(name: string, value: string, reason: string): MlflowError {
  return new MlflowError(`${name} is set to '${value}', which cannot be used: ${reason}`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: `Correct ${name}, or unset it.`,
  })
}
