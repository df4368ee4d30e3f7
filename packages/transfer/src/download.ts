import { dirname, resolve } from 'node:path'
import { type ArtifactRepository, TransferError } from '@mlflow-artifacts/repository'
import { AbortableRepository } from './abort/abortable-repository.ts'
import { RequestBudget } from './budget/request-budget.ts'
import { TransferBudget } from './budget/transfer-budget.ts'
import { checkDownloadOptions } from './check-download-options.ts'
import { concurrently } from './concurrently.ts'
import { Destination } from './destination.ts'
import { diskError } from './disk-error.ts'
import { downloadFile } from './download-file.ts'
import type { DownloadOptions } from './download-options.ts'
import { fileName } from './file-name.ts'
import { FileSlots } from './file-slots.ts'
import { anyKeptFile } from './kept-file.ts'
import { listedAhead } from './listed-ahead.ts'
import { LocalSource } from './local-source.ts'
import { ProgressMeter } from './progress-meter.ts'
import { relativeToBase } from './relative-to-base.ts'
import { resolvedOptions } from './resolved-options.ts'
import { endsInSlash, slashAtEnd } from './slash-at-end.ts'
import { TakenNames } from './taken-names.ts'
import { wantedArtifacts } from './wanted-artifacts.ts'

/** Entries that are known before their turn comes: soon it is known how many there are, and each of them is small. */
const LISTED_AHEAD = 10_000

/**
 * Downloads a file, or a directory with everything below it. Files stand under their names only when they are whole and
 * what the store said they are; nothing that is not asked for is removed. Python's `ArtifactRepository.download_artifacts`.
 *
 * @param path - in the repository; `''` is all of it, and an empty repository is no error
 * @returns the absolute path of the file or directory on this machine
 * @throws TransferError where files could not be downloaded; the others are in place
 * @throws UnsafePathError where a name would lie outside the destination
 * @throws EmptySelectionError where `include` and `exclude` leave nothing of what is there
 * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` where the destination is missing, `INVALID_PARAMETER_VALUE` where it is a
 *   file or in what is downloaded, or an option cannot have its value, and the failure of a listing
 */
export async function download(
  given: ArtifactRepository,
  path: string,
  options: DownloadOptions,
): Promise<string> {
  checkDownloadOptions(options)
  const repository = AbortableRepository.of(given)
  // Wherever the process goes meanwhile.
  const dstPath = resolve(options.dstPath)
  const { base = '', signal, budget = new TransferBudget() } = options
  signal?.throwIfAborted()
  const { limits, orphanAgeMs, settings } = await resolvedOptions(repository, options)
  const { concurrency } = limits
  const destination = await Destination.open(dstPath, orphanAgeMs, signal)
  const meter = options.meter ?? new ProgressMeter(options.onProgress, signal)
  const slots = new FileSlots(concurrency)
  const names = new TakenNames(destination)
  const failures = new Map<string, unknown>()

  const source = await LocalSource.find(repository, path)
  await source?.assertApart(destination.locate(relativeToBase(path, base)))

  meter.toList()
  const entries = listedAhead(wantedArtifacts(repository, path, meter, options), LISTED_AHEAD)
  const host = new RequestBudget(budget.host(repository.concurrencyKey ?? repository.uri), limits)
  // Twice as many as files may be worked on, so that none waits for the listing.
  const all = concurrently(entries, 2 * concurrency, async (info) => {
    signal?.throwIfAborted()
    const relativePath = relativeToBase(info.path, base)
    if (endsInSlash(info, path)) {
      failures.set(info.path, slashAtEnd(fileName(info, repository), destination.locate(relativePath)))
      return
    }
    try {
      await names.take(relativePath, info, destination.locate(relativePath))
    } catch (error) {
      signal?.throwIfAborted()
      failures.set(info.path, error)
      return
    }
    if (info.isDir) {
      await destination.makeDirectory(relativePath)
      return
    }
    const { target, isTaken, isServedByKernel, confirmDirectory } =
      await destination.prepareFile(relativePath)
    const uri = `${repository.uri}/${info.path}`
    const fileMeter = meter.file(info)
    // What is copied waits for nothing else: threads write it while the next file is read.
    const quick = { looks: isServedByKernel, changes: isServedByKernel && source === undefined }
    const file = { repository, info, uri, target, quick, confirmDirectory }
    const transfer = { ...file, host, meter: fileMeter, settings, signal }
    try {
      const kept = settings.overwrite === 'never' ? await anyKeptFile(target) : undefined
      if (kept === undefined) {
        await source?.assertApart(dirname(target))
        if (isTaken) await source?.assertOther(info.path, target)
      }
      fileMeter.finished(kept ?? (await slots.run(() => downloadFile(transfer), signal)))
    } catch (error) {
      signal?.throwIfAborted()
      failures.set(info.path, diskError(error, target))
    }
  })
  try {
    await all
  } finally {
    host.close()
    await names.close()
  }
  signal?.throwIfAborted()
  if (options.meter === undefined) meter.end()
  if (failures.size > 0) throw new TransferError(repository.uri, failures)
  return destination.locate(relativeToBase(path, base))
}
