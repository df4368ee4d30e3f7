import { resolve } from 'node:path'
import { makeDestination } from '@mlflow-artifacts/transfer'
import type { DownloadArtifactsOptions } from '../options.ts'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { checkedTransfer } from './checked-transfer.ts'
import { downloadLocation } from './download-location.ts'
import { makeTemporaryDirectory, removeTemporaryDirectory } from './temporary-directory.ts'
import { withDownloadable } from './with-downloadable.ts'

/**
 * Downloads to `dstPath`, or to a new temporary directory, or nowhere where the artifact already is a file of this
 * machine. Python's `mlflow.artifacts.download_artifacts`.
 */
export async function downloadArtifacts(
  source: ArtifactSource,
  options: DownloadArtifactsOptions,
  known: CallSettings,
): Promise<string> {
  const { transfer, settings } = checkedTransfer(source, options, known)
  const dstPath = options.dstPath === undefined ? undefined : resolve(settings.cwd, options.dstPath)
  // As in Python, the directory is made before anything is asked, and stays where the download fails.
  if (dstPath !== undefined) await makeDestination(dstPath)
  return await withDownloadable(source, settings, async (location, session) => {
    const { repository, path, alwaysCopied } = location
    // A selection of what is there is a copy.
    const isCopied = alwaysCopied || options.include !== undefined || options.exclude !== undefined
    if (dstPath === undefined && !isCopied && repository.localPath !== undefined)
      return await repository.localPath(path)
    if (dstPath !== undefined) return await downloadLocation(location, { ...transfer, dstPath }, session)
    const directory = await makeTemporaryDirectory(settings.cwd)
    try {
      return await downloadLocation(location, { ...transfer, dstPath: directory, resume: false }, session)
    } catch (error) {
      await removeTemporaryDirectory(directory)
      throw error
    }
  })
}
