import type { FileInfo } from '@mlflow-artifacts/repository'
import { relativeToBase, stat } from '@mlflow-artifacts/transfer'
import type { Location } from '../resolve/location.ts'
import type { CallSession, CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { isRootThere } from './is-root-there.ts'
import { withLocation } from './with-location.ts'

/** What stands at a source, named as `listArtifacts` names it; `undefined`: nothing. */
export async function statArtifact(
  source: ArtifactSource,
  settings: CallSettings,
): Promise<FileInfo | undefined> {
  return await withLocation(source, settings, async (location, session) => {
    const { path, listingBase, loggedModel } = location
    const info =
      (await standing(location, session)) ?? (await standing((await loggedModel?.())?.location, session))
    return info && { path: relativeToBase(path, listingBase), isDir: info.isDir, fileSize: info.fileSize }
  })
}

async function standing(location: Location | undefined, session: CallSession): Promise<FileInfo | undefined> {
  if (location === undefined) return undefined
  const { repository, path } = location
  const info = await stat(repository, path, session)
  return info === undefined || path !== '' || (await isRootThere(location, session)) ? info : undefined
}
