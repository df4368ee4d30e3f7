import type { ArtifactRepository, FoundArtifact, RequestOptions } from '@mlflow-artifacts/repository'
import { posixDirname } from '@mlflow-artifacts/repository/python'
import { AbortableRepository } from './abort/abortable-repository.ts'

/**
 * What stands at a path of a repository; `undefined`: nothing. Where the repository cannot say, a path with children
 * is a directory, and a file is what its parent lists.
 */
export async function stat(
  given: ArtifactRepository,
  path: string,
  options: RequestOptions = {},
): Promise<FoundArtifact | undefined> {
  const repository = AbortableRepository.of(given)
  if (repository.stat !== undefined) return await repository.stat(path, options)
  if (path === '') return { path, isDir: true, fileSize: undefined }
  for await (const _child of repository.list(path, options)) return { path, isDir: true, fileSize: undefined }
  for await (const sibling of repository.list(posixDirname(path), options)) {
    if (sibling.path === path) return sibling
  }
  return undefined
}
