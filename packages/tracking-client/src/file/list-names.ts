import { readdir } from 'node:fs/promises'
import { fileKind } from './file-kind.ts'
import { storeFileError } from './store-file-error.ts'

/**
 * The names in a folder; none where there is no such folder.
 *
 * @throws MlflowError `PERMISSION_DENIED` or `IO_ERROR` where it cannot be read
 */
export async function listNames(folder: string): Promise<string[]> {
  if ((await fileKind(folder)) !== 'directory') return []
  return readdir(folder).catch((error: unknown) => {
    throw storeFileError(error, folder)
  })
}
