import type { ArtifactRepository, FileInfo, RequestOptions } from '@mlflow-artifacts/repository'
import { posixNormpath } from '@mlflow-artifacts/repository/python'
import { AbortableRepository } from './abort/abortable-repository.ts'
import { safeEntry } from './safe-entry.ts'

/**
 * The direct children of a directory of a repository, as the store orders them; nothing for a file, a missing path
 * and an empty directory.
 *
 * @throws UnsafePathError for an entry that lies outside the directory
 */
export async function* list(
  given: ArtifactRepository,
  path: string,
  options: RequestOptions = {},
): AsyncGenerator<FileInfo> {
  const repository = AbortableRepository.of(given)
  const normalized = posixNormpath(path)
  const directory = normalized === '.' ? '' : normalized
  for await (const entry of repository.list(path, options)) {
    // Some stores list the directory itself among its children.
    if (entry.path === directory || entry.path === '.') continue
    yield safeEntry(entry, directory, repository.uri)
  }
}
