import { stat } from 'node:fs/promises'
import { storeFileError } from './store-file-error.ts'

// The names that no file can have count as missing, as in Python's `os.path.exists`.
const MISSING: ReadonlySet<unknown> = new Set([
  'ENOENT',
  'ENOTDIR',
  'ENAMETOOLONG',
  'ELOOP',
  'ERR_INVALID_ARG_VALUE',
])

/**
 * What stands at a path, following links; `undefined`: nothing. A pipe or a device is something else than a file.
 *
 * @throws MlflowError `PERMISSION_DENIED` where the file system refuses to say
 */
export async function fileKind(path: string): Promise<'file' | 'directory' | 'other' | undefined> {
  try {
    const found = await stat(path)
    return found.isDirectory() ? 'directory' : found.isFile() ? 'file' : 'other'
  } catch (error) {
    if (error instanceof Error && 'code' in error && MISSING.has(error.code)) return undefined
    throw storeFileError(error, path)
  }
}
