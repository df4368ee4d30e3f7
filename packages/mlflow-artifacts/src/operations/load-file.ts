import { MlflowError } from '@mlflow-artifacts/repository'
import { readFile, relativeToBase, stat } from '@mlflow-artifacts/transfer'
import type { Location } from '../resolve/location.ts'
import type { CallSession, CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { checkedTransfer } from './checked-transfer.ts'
import { downloadFailed } from './download-failed.ts'
import { nameOfSource } from './name-of-source.ts'
import { tooLarge } from './too-large.ts'
import { withDownloadable } from './with-downloadable.ts'

/**
 * The bytes of one artifact, verified as every download is, and without a disk; `undefined` for a directory.
 *
 * @param maximumBytes - more are refused, as soon as it is known that there are more
 * @throws MlflowError `MAX_READ_SIZE_EXCEEDED`, and the failures of a download
 */
export async function loadFile(
  source: ArtifactSource,
  maximumBytes: number,
  settings: CallSettings,
): Promise<Buffer | undefined> {
  const limit = {
    maximumBytes,
    tooLarge: (cause?: unknown) =>
      tooLarge(`It has more than ${maximumBytes} bytes.`, nameOfSource(source), cause),
  }
  const { transfer } = checkedTransfer(source, {}, settings)
  return await withDownloadable(source, settings, async (location, session) => {
    const { signal } = session
    try {
      const { repository, path, base } = await whereItIs(location, session)
      return await readFile(repository, path, { ...transfer, ...limit, base, signal })
    } catch (error) {
      signal?.throwIfAborted()
      const isTooLarge = MlflowError.isInstance(error) && error.code === 'MAX_READ_SIZE_EXCEEDED'
      if (!location.alwaysCopied || isTooLarge) throw error
      throw downloadFailed(relativeToBase(location.path, location.base) || location.path, error)
    }
  })
}

/** A run's own file goes before that of the logged model which Python shows at the same place. */
async function whereItIs(location: Location, session: CallSession): Promise<Location> {
  const { repository, path, base, loggedModel } = location
  if (loggedModel === undefined || (await stat(repository, path, session)) !== undefined) return location
  const ofModel = (await loggedModel())?.location
  // With a slash at the end of its path, it is to be a directory there, too.
  return ofModel && path === base ? { ...ofModel, base: ofModel.path } : (ofModel ?? location)
}
