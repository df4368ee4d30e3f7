import { MlflowError } from '@mlflow-artifacts/repository'

/** What a failure of the file system, while a store was read, means to the user. */
export function storeFileError(error: unknown, path: string): MlflowError {
  const reason = error instanceof Error ? error.message : String(error)
  const refused = hasCode(error, 'EACCES') || hasCode(error, 'EPERM')
  return new MlflowError(`Cannot read '${path}': ${reason}`, {
    code: refused ? 'PERMISSION_DENIED' : 'IO_ERROR',
    uri: path,
    hint: refused ? 'Check its permissions, and those of the folders above it.' : undefined,
    cause: error,
  })
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
