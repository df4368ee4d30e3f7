import { MlflowError } from '@mlflow-artifacts/repository'
import { readFile, relativeToBase, stat } from '@mlflow-artifacts/transfer'
import type { Location } from '../resolve/location.ts'
import type { CallSession, CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { downloadFailed } from './download-failed.ts'
import { nameOfSource } from './name-of-source.ts'
import { tooLarge } from './too-large.ts'
import { transferOptions } from './transfer-options.ts'
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
  return await withDownloadable(source, settings, async (location, session) => {
    const { signal } = session
    const options = { ...transferOptions({}, settings), ...limit, signal }
    try {
      const { repository, path } = await whereItIs(location, session)
      const isDirectoryMeant = relativeToBase(location.path, location.base) === ''
      if (isDirectoryMeant && (await stat(repository, path, session))?.isDir !== true) {
        throw new MlflowError(`No such artifact: '${path}/'`, {
          code: 'RESOURCE_DOES_NOT_EXIST',
          uri: repository.uri,
        })
      }
      return await readFile(repository, path, options)
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
  const { repository, path, loggedModel } = location
  if (loggedModel === undefined || (await stat(repository, path, session)) !== undefined) return location
  return (await loggedModel())?.location ?? location
}
