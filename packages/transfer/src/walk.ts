import type { ArtifactRepository, FileInfo, RequestOptions } from '@mlflow-artifacts/repository'
import { posixNormpath } from '@mlflow-artifacts/repository/python'
import { list } from './list.ts'
import { safeEntry } from './safe-entry.ts'

/**
 * Every file below a directory of a repository, and each empty directory that the store keeps; nothing for a file,
 * a missing path or an empty directory itself. The first entry comes before the last page is asked for.
 *
 * @throws UnsafePathError for an entry that lies outside the directory
 */
export async function* walk(
  repository: ArtifactRepository,
  path: string,
  options: RequestOptions = {},
): AsyncGenerator<FileInfo> {
  if (repository.walk === undefined) {
    yield* walkByListing(repository, path, options)
    return
  }
  const normalized = posixNormpath(path)
  const directory = normalized === '.' ? '' : normalized
  for await (const entry of repository.walk(path, options)) yield safeEntry(entry, directory, repository.uri)
}

async function* walkByListing(
  repository: ArtifactRepository,
  directory: string,
  options: RequestOptions,
): AsyncGenerator<FileInfo> {
  for await (const child of list(repository, directory, options)) {
    if (!child.isDir) {
      yield child
      continue
    }
    let isEmpty = true
    for await (const descendant of walkByListing(repository, child.path, options)) {
      isEmpty = false
      yield descendant
    }
    if (isEmpty) yield child
  }
}
