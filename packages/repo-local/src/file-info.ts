import { stat } from 'node:fs/promises'
import type { FileInfo } from '@mlflow-artifacts/repository'
import { fileSystemError } from './file-system-error.ts'
import type { Place } from './root-directory.ts'

/** What stands at a place, seen through symbolic links; `undefined`: nothing. */
export async function fileInfo({ path, absolutePath }: Place): Promise<FileInfo | undefined> {
  try {
    const stats = await stat(absolutePath)
    const isDir = stats.isDirectory()
    return { path, isDir, fileSize: isDir ? undefined : stats.size }
  } catch (cause) {
    const error = fileSystemError(cause, path)
    if (error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  }
}
