import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { fileSystemError } from './file-system-error.ts'
import type { Place } from './root-directory.ts'

/** What the system says of a place, seen through symbolic links; `undefined`: nothing stands there. */
export async function statsOf({ path, absolutePath }: Place): Promise<Stats | undefined> {
  try {
    return await stat(absolutePath)
  } catch (cause) {
    const error = fileSystemError(cause, path)
    if (error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  }
}
