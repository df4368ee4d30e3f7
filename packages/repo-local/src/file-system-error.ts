import { type ErrorCode, MlflowError } from '@mlflow-artifacts/repository'

/** The error of a failed file system call, with the code that a caller can branch on; an error that has one stays as it is. */
export function fileSystemError(cause: unknown, path: string): MlflowError {
  if (MlflowError.isInstance(cause)) return cause
  const system = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  if (system !== undefined && MISSING.has(system)) {
    return new MlflowError(`No such artifact: '${path}'`, {
      code: 'RESOURCE_DOES_NOT_EXIST',
      uri: path,
      cause,
    })
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new MlflowError(`Cannot read '${path}': ${reason}`, {
    code: CODES.get(system ?? '') ?? 'IO_ERROR',
    uri: path,
    cause,
  })
}

/** Nothing has that name: also a name below a file, and one too long for any file. */
const MISSING: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'])

const CODES: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ['EACCES', 'PERMISSION_DENIED'],
  ['EPERM', 'PERMISSION_DENIED'],
  ['ELOOP', 'INVALID_PARAMETER_VALUE'],
])
