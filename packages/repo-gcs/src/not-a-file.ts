import { MlflowError } from '@mlflow-artifacts/repository'

/** The error of reading a directory as a file, in the words of MLflow's server. */
export function notAFile(path: string, uri: string): MlflowError {
  return new MlflowError(`Artifact path refers to a directory, not a file: '${path}'`, {
    code: 'INVALID_PARAMETER_VALUE',
    uri,
  })
}
