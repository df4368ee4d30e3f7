import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileInfo } from '@mlflow-artifacts/repository'
import { sortCodePoints } from '@mlflow-artifacts/repository/python'
import { fileInfo } from './file-info.ts'
import { fileSystemError } from './file-system-error.ts'
import type { Place } from './root-directory.ts'

/** What MLflow calls a file that is still being uploaded; it hides them from its listings, and so do we. */
const UPLOADING_PREFIX = '.artifact.uploading.'

/** More keep the threads that look busy, and no more are in memory. */
const LOOKED_AT_ONCE = 32

/**
 * The direct children, sorted by path; none for a file or a missing place. The names of all of them are in memory, as they
 * are sorted. Symbolic links count as what they point to, and one that points nowhere as a file without a size, as reading
 * it says what is wrong. MLflow's `LocalArtifactRepository.list_artifacts`.
 */
export async function* listDirectory(directory: Place, signal?: AbortSignal): AsyncGenerator<FileInfo> {
  const all = await readNames(directory)
  const names = sortCodePoints(all.filter((name) => !name.startsWith(UPLOADING_PREFIX)))
  for (let start = 0; start < names.length; start += LOOKED_AT_ONCE) {
    signal?.throwIfAborted()
    const next = names.slice(start, start + LOOKED_AT_ONCE)
    for (const child of await Promise.all(next.map((name) => childOf(directory, name)))) yield child
  }
}

async function childOf(directory: Place, name: string): Promise<FileInfo> {
  const path = directory.path === '' ? name : `${directory.path}/${name}`
  const absolutePath = join(directory.absolutePath, name)
  return (await fileInfo({ path, absolutePath })) ?? { path, isDir: false, fileSize: undefined }
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
