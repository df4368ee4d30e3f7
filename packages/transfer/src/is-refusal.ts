/**
 * What file systems answer to what they cannot do, rather than to what they may not, or have no room for; and Node, where
 * its `--permission` takes a call away.
 */
const REFUSALS: ReadonlySet<unknown> = new Set([
  'EEXIST',
  'EINVAL',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EPERM',
  'ERR_ACCESS_DENIED',
  'ESPIPE',
])

/** Whether a call of a file system failed because the file system cannot do that, so that another way may be gone. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'code' in error && REFUSALS.has(error.code)
}
