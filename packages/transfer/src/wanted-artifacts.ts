import { type ArtifactRepository, type FileInfo, MlflowError } from '@mlflow-artifacts/repository'
import type { DownloadOptions } from './download-options.ts'
import { fileName } from './file-name.ts'
import type { ProgressMeter } from './progress-meter.ts'
import { relativeToBase } from './relative-to-base.ts'
import { Selection } from './selection.ts'
import { statWanted } from './stat-wanted.ts'
import { walk } from './walk.ts'

/**
 * What a download takes: what is selected below a directory, or the file itself; each file is counted as it is found.
 *
 * @throws EmptySelectionError where something is there, and none of it is selected
 * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` where nothing is there that may not be empty
 */
export async function* wantedArtifacts(
  repository: ArtifactRepository,
  path: string,
  meter: ProgressMeter,
  options: DownloadOptions,
): AsyncGenerator<FileInfo> {
  const { mayBeEmpty = true, signal } = options
  const selection = await Selection.of(options)
  const info = await statWanted(repository, path, options)
  if (info?.isDir === true) {
    let isEmpty = true
    for await (const entry of walk(repository, path, { signal })) {
      isEmpty = false
      // What has the name of the directory itself may be left out by that.
      const name = relativeToBase(entry.path, path) || (entry.isDir ? '' : fileName(entry, repository))
      if (!selection.takes(name, entry)) continue
      if (!entry.isDir) meter.found(entry)
      yield entry
    }
    if (isEmpty && path !== '') yield info
    // The two cannot stand at one place, which is said of the second.
    const { file } = info
    if (file !== undefined && selection.takes(fileName(file, repository), file)) {
      meter.found(file)
      yield file
    }
    if (isEmpty && path === '' && !mayBeEmpty) {
      throw new MlflowError(`No such artifact: nothing is at ${repository.uri}`, {
        code: 'RESOURCE_DOES_NOT_EXIST',
        uri: repository.uri,
        hint: 'Its files were removed, or never written there.',
      })
    }
  } else {
    // What is missing is opened all the same: the store's own words say what is wrong.
    const file = info ?? { path, isDir: false, fileSize: undefined }
    if (info === undefined || selection.takes(fileName(file, repository), file)) {
      meter.found(file)
      yield file
    }
  }
  meter.listed()
  selection.assertAny(path === '' ? repository.uri : `${repository.uri}/${path}`)
}
