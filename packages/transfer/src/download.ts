import {
  type ArtifactRepository,
  type FileInfo,
  MlflowError,
  TransferError,
} from '@mlflow-artifacts/repository'
import { concurrently } from './concurrently.ts'
import { Destination } from './destination.ts'
import { downloadFile } from './download-file.ts'
import type { DownloadOptions } from './download-options.ts'
import { ProgressMeter } from './progress-meter.ts'
import { relativeToBase } from './relative-to-base.ts'
import { stat } from './stat.ts'
import { walk } from './walk.ts'

const DEFAULT_CONCURRENCY = 16

/**
 * Downloads a file, or a directory with everything below it. Files stand under their names only when they are whole;
 * existing ones are replaced, nothing else is removed. Python's `ArtifactRepository.download_artifacts`.
 *
 * @param path - in the repository; `''` is all of it, and an empty repository is no error
 * @returns the absolute path of the file or directory on this machine
 * @throws TransferError where files could not be downloaded; the others are in place
 * @throws UnsafePathError where a name would lie outside the destination
 * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` where the destination is missing, `INVALID_PARAMETER_VALUE` where it is a
 *   file, and the failure of a listing
 */
export async function download(
  repository: ArtifactRepository,
  path: string,
  { dstPath, base = '', concurrency = DEFAULT_CONCURRENCY, onProgress, signal }: DownloadOptions,
): Promise<string> {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new MlflowError(`concurrency must be an integer of 1 or more, but it is ${concurrency}`, {
      code: 'INVALID_PARAMETER_VALUE',
    })
  }
  signal?.throwIfAborted()
  const destination = await Destination.open(dstPath)
  const meter = new ProgressMeter(onProgress)
  const failures = new Map<string, unknown>()

  await concurrently(found(repository, path, base, meter, signal), concurrency, async (entry) => {
    const relativePath = relativeToBase(entry.path, base)
    if (entry.isDir) {
      await destination.makeDirectory(relativePath)
      return
    }
    const target = await destination.prepareFile(relativePath)
    try {
      await downloadFile(repository, entry, target, meter, signal)
    } catch (error) {
      signal?.throwIfAborted()
      failures.set(entry.path, error)
    }
  })
  signal?.throwIfAborted()
  if (failures.size > 0) throw new TransferError(repository.uri, failures)
  return destination.locate(relativeToBase(path, base))
}

/** The entries to download: those below a directory, or the file itself. */
async function* found(
  repository: ArtifactRepository,
  path: string,
  base: string,
  meter: ProgressMeter,
  signal: AbortSignal | undefined,
): AsyncGenerator<FileInfo> {
  const info = await stat(repository, path, { signal })
  // What the destination itself stands for can only be a directory.
  if (info?.isDir !== true && relativeToBase(path, base) === '') {
    throw new MlflowError(`No such artifact: '${path}/'`, {
      code: 'RESOURCE_DOES_NOT_EXIST',
      uri: repository.uri,
    })
  }
  if (info?.isDir === true) {
    let isEmpty = true
    for await (const entry of walk(repository, path, { signal })) {
      isEmpty = false
      if (!entry.isDir) meter.found(entry)
      yield entry
    }
    if (isEmpty && path !== '') yield info
  } else {
    // What is missing is opened all the same: the store's own words say what is wrong.
    const file = info ?? { path, isDir: false, fileSize: undefined }
    meter.found(file)
    yield file
  }
  meter.listed()
}
