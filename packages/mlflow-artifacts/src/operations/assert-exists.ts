import { type ArtifactRepository, MlflowError } from '@mlflow-artifacts/repository'
import { urlparse } from '@mlflow-artifacts/repository/python'
import { stat } from '@mlflow-artifacts/transfer'
import type { Location, LoggedModelLocation } from '../resolve/location.ts'
import { movedFolder, movedFolderError } from '../resolve/moved-folder.ts'
import type { CallSession } from '../session/call-session.ts'
import { isRootThere } from './is-root-there.ts'

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
    // A bucket may be empty.
    const mayBeEmpty = repository.localPath === undefined && !/[^/]/.test(urlparse(repository.uri).path)
    if (hops.length === 1 && !mayBeEmpty && !(await isRootThere(location, session)))
      throw missing(`nothing is at ${repository.uri}`, repository)
    return
  }
  if ((await stat(repository, path, session)) !== undefined) return
  const ofModel = model?.location
  if (ofModel !== undefined && (await stat(ofModel.repository, ofModel.path, session)) !== undefined) return
  throw missing(`'${path}'`, repository)
}

function missing(what: string, { uri }: ArtifactRepository): MlflowError {
  const hint = /^https?:/.test(uri)
    ? 'A web server has no listing of artifacts: give the URL of one file.'
    : undefined
  return new MlflowError(`No such artifact: ${what}`, { code: 'RESOURCE_DOES_NOT_EXIST', uri, hint })
}
