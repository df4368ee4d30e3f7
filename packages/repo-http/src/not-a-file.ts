import { type FileInfo, MlflowError } from '@mlflow-artifacts/repository'

/** The error of reading a path where no file stands, in the words of MLflow's server. */
export function notAFile(
  path: string,
  uri: string,
  info: FileInfo | undefined,
  cause?: unknown,
): MlflowError {
  const isDir = info?.isDir === true
  return new MlflowError(
    isDir ? `Artifact path refers to a directory, not a file: '${path}'` : `No such artifact: '${path}'`,
    {
      code: isDir ? 'INVALID_PARAMETER_VALUE' : 'RESOURCE_DOES_NOT_EXIST',
      uri,
      ...(cause !== undefined && { cause }),
    },
  )
}
