import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileInfo } from '@mlflow-artifacts/repository'
import { compareCodePoints } from '@mlflow-artifacts/repository/python'
import { fileInfo } from './file-info.ts'
import { fileSystemError } from './file-system-error.ts'
import type { Place } from './root-directory.ts'

/** What MLflow calls a file that is still being uploaded; it hides them from its listings, and so do we. */
const UPLOADING_PREFIX = '.artifact.uploading.'

/**
 * The direct children, sorted by path; none for a file or a missing place. Symbolic links count as what they point
 * to, and one that points nowhere as a file without a size, as reading it says what is wrong. MLflow's
 * `LocalArtifactRepository.list_artifacts`.
 */
export async function listDirectory(directory: Place, signal?: AbortSignal): Promise<FileInfo[]> {
  const children: FileInfo[] = []
  for (const name of await readNames(directory)) {
    signal?.throwIfAborted()
    if (name.startsWith(UPLOADING_PREFIX)) continue
    const path = directory.path === '' ? name : `${directory.path}/${name}`
    const absolutePath = join(directory.absolutePath, name)
    children.push((await fileInfo({ path, absolutePath })) ?? { path, isDir: false, fileSize: undefined })
  }
  return children.sort((a, b) => compareCodePoints(a.path, b.path))
}

async function readNames({ path, absolutePath }: Place): Promise<string[]> {
  try {
    return await readdir(absolutePath)
  } catch (cause) {
    const error = fileSystemError(cause, path)
    if (error.code === 'RESOURCE_DOES_NOT_EXIST') return []
    throw error
  }
}
