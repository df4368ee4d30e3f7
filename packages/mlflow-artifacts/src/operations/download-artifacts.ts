import { MlflowError } from '@mlflow-artifacts/repository'
import { makeDestination } from '@mlflow-artifacts/transfer'
import type { DownloadArtifactsOptions } from '../options.ts'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { checkedSource } from '../source/checked-source.ts'
import { downloadLocation } from './download-location.ts'
import { makeTemporaryDirectory, removeTemporaryDirectory } from './temporary-directory.ts'
import { transferOptions } from './transfer-options.ts'
import { withLocation } from './with-location.ts'

/**
 * Downloads to `dstPath`, or to a new temporary directory, or nowhere where the artifact already is a file of this
 * machine. Python's `mlflow.artifacts.download_artifacts`.
 */
export async function downloadArtifacts(
  source: ArtifactSource,
  options: DownloadArtifactsOptions,
  settings: CallSettings,
): Promise<string> {
  checkedSource(source)
  const { dstPath } = options
  // As in Python, the directory is made first, and stays where the download fails.
  if (dstPath !== undefined) await makeDestination(dstPath)
  try {
    return await withLocation(source, settings, async (location, session) => {
      const { repository, path, alwaysCopied } = location
      // A selection of what is there is a copy.
      const isCopied = alwaysCopied || options.include !== undefined || options.exclude !== undefined
      if (dstPath === undefined && !isCopied && repository.localPath !== undefined)
        return await repository.localPath(path)
      const transfer = transferOptions(options, settings)
      if (dstPath !== undefined) return await downloadLocation(location, { ...transfer, dstPath }, session)
      const directory = await makeTemporaryDirectory()
      try {
        return await downloadLocation(location, { ...transfer, dstPath: directory, resume: false }, session)
      } catch (error) {
        await removeTemporaryDirectory(directory)
        throw error
      }
    })
  } catch (error) {
    const uri = typeof source === 'string' ? source : source?.artifactUri
    if (settings.signal?.aborted === true || uri?.startsWith('m-') !== true) throw error
    throw new MlflowError(`Invalid uri \`${uri}\` is passed. Maybe you meant 'models:/${uri}'?`, {
      uri,
      cause: error,
    })
  }
}
