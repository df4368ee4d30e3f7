import type { ArtifactRepository, FileInfo, RequestOptions } from '@mlflow-artifacts/repository'
import { posixNormpath } from '@mlflow-artifacts/repository/python'
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
  const directory = path === '' || posixNormpath(path) === '.' ? '' : posixNormpath(path)
  if (repository.walk === undefined) {
    yield* walkByListing(repository, directory, options)
    return
  }
  for await (const entry of repository.walk(directory, options))
    yield safeEntry(entry, directory, repository.uri)
}

async function* walkByListing(
  repository: ArtifactRepository,
  directory: string,
  options: RequestOptions,
): AsyncGenerator<FileInfo> {
  for await (const entry of repository.list(directory, options)) {
    // Some stores list the directory itself among its children.
    if (entry.path === directory || entry.path === '.') continue
    const child = safeEntry(entry, directory, repository.uri)
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
