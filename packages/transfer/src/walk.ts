import type { ArtifactRepository, FileInfo, RequestOptions } from '@mlflow-artifacts/repository'
import { posixNormpath } from '@mlflow-artifacts/repository/python'
import { AbortableRepository } from './abort/abortable-repository.ts'
import { safeEntry } from './safe-entry.ts'
import { walkByListing } from './walk-by-listing.ts'

/**
 * Every file below a directory of a repository, and each empty directory that the store keeps; nothing for a file,
 * a missing path or an empty directory itself. The first entry comes before the last directory is listed.
 *
 * @throws UnsafePathError for an entry that lies outside the directory
 * @throws MlflowError `INVALID_STATE` where directories are nested without end
 */
export async function* walk(
  given: ArtifactRepository,
  path: string,
  options: RequestOptions = {},
): AsyncGenerator<FileInfo> {
  const repository = AbortableRepository.of(given)
  if (repository.walk === undefined) {
    yield* walkByListing(repository, path, options)
    return
  }
  const normalized = posixNormpath(path)
  const directory = normalized === '.' ? '' : normalized
  for await (const entry of repository.walk(path, options)) yield safeEntry(entry, directory, repository.uri)
}
