import { type ErrorCode, MlflowError } from '@mlflow-artifacts/repository'

interface Meaning {
  readonly code: ErrorCode
  readonly hint?: string
}

const UNABLE: Meaning = {
  code: 'NOT_IMPLEMENTED',
  hint: 'This file system cannot do that: choose a dstPath on another one, and copy the files from there.',
}

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  [
    'ENOSPC',
    { code: 'RESOURCE_EXHAUSTED', hint: 'The disk is full: free some space, or choose another dstPath.' },
  ],
  [
    'EDQUOT',
    {
      code: 'QUOTA_EXCEEDED',
      hint: 'The disk quota is used up: free some space, or choose another dstPath.',
    },
  ],
  ['EACCES', { code: 'PERMISSION_DENIED', hint: 'Choose a dstPath that this user may write to.' }],
  ['EPERM', { code: 'PERMISSION_DENIED', hint: 'Choose a dstPath that this user may write to.' }],
  [
    'ERR_ACCESS_DENIED',
    {
      code: 'PERMISSION_DENIED',
      hint: 'Node runs with --permission: allow the dstPath by --allow-fs-write.',
    },
  ],
  ['EROFS', { code: 'PERMISSION_DENIED', hint: 'The file system is read-only: choose another dstPath.' }],
  ['ENOSYS', UNABLE],
  ['ENOTSUP', UNABLE],
  ['EOPNOTSUPP', UNABLE],
  ['EINVAL', UNABLE],
  [
    'ENAMETOOLONG',
    { code: 'INVALID_PARAMETER_VALUE', hint: 'The name is longer than this file system allows.' },
  ],
  [
    'EISDIR',
    { code: 'INVALID_PARAMETER_VALUE', hint: 'A directory stands where the file belongs: remove it.' },
  ],
  [
    'ENOTEMPTY',
    { code: 'INVALID_PARAMETER_VALUE', hint: 'A directory stands where the file belongs: remove it.' },
  ],
  [
    'EEXIST',
    { code: 'INVALID_PARAMETER_VALUE', hint: 'A file stands where a directory belongs: remove it.' },
  ],
  [
    'ENOTDIR',
    { code: 'INVALID_PARAMETER_VALUE', hint: 'A file stands where a directory belongs: remove it.' },
  ],
])

/** The error of a file system call that failed on the destination, with a code that a caller can branch on. */
export function diskError(cause: unknown, path: string): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause
  if (!('syscall' in cause) && cause.code !== 'ERR_ACCESS_DENIED') return cause
  const { code, hint } = MEANINGS.get(String(cause.code)) ?? { code: 'IO_ERROR' }
  return new MlflowError(`Cannot write '${path}': ${cause.message}`, { code, hint, uri: path, cause })
}
