import { type ArtifactRepository, MlflowError } from '@mlflow-artifacts/repository'
import { urlparse } from '@mlflow-artifacts/repository/python'
import { stat } from '@mlflow-artifacts/transfer'
import type { Location, LoggedModelLocation } from '../resolve/location.ts'
import { movedFolder, movedFolderError } from '../resolve/moved-folder.ts'
import type { CallSession } from '../session/call-session.ts'

/**
 * Refuses a place that holds nothing because it is not there. All artifacts of a run may be none; where a store knows no
 * empty directories, all below a URI may not.
 *
 * @throws MlflowError `RESOURCE_DOES_NOT_EXIST`
 */
export async function assertExists(
  location: Location,
  model: LoggedModelLocation | undefined,
  session: CallSession,
): Promise<void> {
  const moved = movedFolder(location, session.cwd)
  if (moved !== undefined) throw movedFolderError(moved, location)
  const { repository, path, hops } = location
  if (path === '') {
    if (hops.length === 1 && (await isMissing(repository)))
      throw missing(`nothing is at ${repository.uri}`, repository)
    return
  }
  if ((await stat(repository, path, session)) !== undefined) return
  const ofModel = model?.location
  if (ofModel !== undefined && (await stat(ofModel.repository, ofModel.path, session)) !== undefined) return
  throw missing(`'${path}'`, repository)
}

/** Of a root that was typed, and holds nothing: a bucket may be empty. */
async function isMissing(repository: ArtifactRepository): Promise<boolean> {
  if (repository.localPath === undefined) return /[^/]/.test(urlparse(repository.uri).path)
  return await repository.localPath('').then(
    () => false,
    () => true,
  )
}

function missing(what: string, { uri }: ArtifactRepository): MlflowError {
  const hint = /^https?:/.test(uri)
    ? 'A web server has no listing of artifacts: give the URL of one file.'
    : undefined
  return new MlflowError(`No such artifact: ${what}`, { code: 'RESOURCE_DOES_NOT_EXIST', uri, hint })
}
