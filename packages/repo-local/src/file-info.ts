import type { FileInfo } from '@mlflow-artifacts/repository'
import type { Place } from './root-directory.ts'
import { statsOf } from './stats-of.ts'

/** What stands at a place, seen through symbolic links; `undefined`: nothing. */
export async function fileInfo(place: Place): Promise<FileInfo | undefined> {
  const stats = await statsOf(place)
  if (stats === undefined) return undefined
  const isDir = stats.isDirectory()
  return { path: place.path, isDir, fileSize: isDir ? undefined : stats.size }
}
