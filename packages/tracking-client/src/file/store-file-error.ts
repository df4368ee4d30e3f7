import { MlflowError } from '@mlflow-artifacts/repository'

/** What a failure of the file system, while a file store was read, means to the user. */
export function storeFileError(error: unknown, path: string): MlflowError {
  const reason = error instanceof Error ? error.message : String(error)
  const refused = hasCode(error, 'EACCES') || hasCode(error, 'EPERM')
  return new MlflowError(`Cannot read '${path}' of the file store: ${reason}`, {
    code: refused ? 'PERMISSION_DENIED' : 'IO_ERROR',
    uri: path,
    hint: refused ? 'Check the permissions of the folder.' : undefined,
    cause: error,
  })
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
