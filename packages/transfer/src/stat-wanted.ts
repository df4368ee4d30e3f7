import { type ArtifactRepository, type FoundArtifact, MlflowError } from '@mlflow-artifacts/repository'
import type { DownloadOptions } from './download-options.ts'
import { relativeToBase } from './relative-to-base.ts'
import { stat } from './stat.ts'

/**
 * What is asked for; `undefined` where nothing is there.
 *
 * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` where it is the base itself, as with a slash at the end, and no directory
 */
export async function statWanted(
  repository: ArtifactRepository,
  path: string,
  { base = '', signal }: Pick<DownloadOptions, 'base' | 'signal'>,
): Promise<FoundArtifact | undefined> {
  const info = await stat(repository, path, { signal })
  if (relativeToBase(path, base) !== '') return info
  // The directory alone, whatever file has its name.
  if (info?.isDir === true) return { path, isDir: true, fileSize: undefined }
  // An object of that very name, slash and all, which the download refuses.
  if (info?.path.endsWith('/') === true) return info
  throw new MlflowError(`No such artifact: '${path || repository.uri}/'`, {
    code: 'RESOURCE_DOES_NOT_EXIST',
    uri: repository.uri,
  })
}
