import { type ArtifactRepository, MlflowError, TransferError } from '@mlflow-artifacts/repository'
import { AbortableRepository } from './abort/abortable-repository.ts'
import { RequestBudget } from './budget/request-budget.ts'
import { TransferBudget } from './budget/transfer-budget.ts'
import { withRetries } from './budget/with-retries.ts'
import type { DownloadOptions } from './download-options.ts'
import { type MemoryLimit, Reading } from './reading.ts'
import { resolvedOptions } from './resolved-options.ts'
import { statWanted } from './stat-wanted.ts'
import { withBeginnings } from './with-beginnings.ts'

/** How a file is read: as it would be downloaded, as far as that concerns no disk. */
export interface ReadFileOptions extends MemoryLimit, Omit<DownloadOptions, 'dstPath'> {}

/**
 * Reads one file into memory, verified and tried again as a download is, and without a disk.
 *
 * @returns `undefined` for a directory
 * @throws TransferError where it cannot be read, also where it is missing
 * @throws MlflowError `MAX_READ_SIZE_EXCEEDED` as `tooLarge` makes it, before the first byte where the store says the size
 */
export async function readFile(
  given: ArtifactRepository,
  path: string,
  options: ReadFileOptions,
): Promise<Buffer | undefined> {
  const repository = AbortableRepository.of(given)
  const { signal, maximumBytes, tooLarge, budget = new TransferBudget() } = options
  const { limits, settings } = await resolvedOptions(repository, options)
  const standing = await statWanted(repository, path, options)
  const found = standing?.file ?? standing
  if (found?.isDir === true) return undefined
  if ((found?.fileSize ?? 0) > maximumBytes) throw tooLarge()
  const info = found ?? { path, isDir: false, fileSize: undefined }
  const file = { repository, info, uri: `${repository.uri}/${path}`, signal }
  const host = new RequestBudget(budget.host(repository.concurrencyKey ?? repository.uri), limits)
  try {
    return await withBeginnings(file.uri, async () => {
      const reading = new Reading(file, settings.verify, { maximumBytes, tooLarge })
      const attempt = async (answered: () => void): Promise<void> => {
        const leave = await host.enter(info.fileSize, signal)
        try {
          await reading.goOn(answered)
          host.succeed()
        } finally {
          leave()
        }
      }
      await withRetries(attempt, () => reading.progress, { host, signal, settings, uri: file.uri })
      return await reading.verified()
    })
  } catch (error) {
    signal?.throwIfAborted()
    if (MlflowError.isInstance(error) && error.code === 'MAX_READ_SIZE_EXCEEDED') throw error
    throw new TransferError(repository.uri, new Map([[path, error]]))
  } finally {
    host.close()
  }
}
