import { MlflowError } from '@mlflow-artifacts/repository'
import type { Place } from './root-directory.ts'

/** The error where a file is wanted, and a directory, a pipe, a socket or a device is there. */
export function notAFile({ path, absolutePath }: Place, isDirectory: boolean): MlflowError {
  return new MlflowError(
    isDirectory
      ? `Artifact path refers to a directory, not a file: '${path}'`
      : `Artifact path refers to neither a file nor a directory: '${path}'`,
    { code: 'INVALID_PARAMETER_VALUE', uri: absolutePath },
  )
}
