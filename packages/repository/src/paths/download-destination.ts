import { ntJoin } from '../python/nt-join.ts'
import { ntNormpath } from '../python/nt-normpath.ts'
import { posixJoin } from '../python/posix-join.ts'
import { posixNormpath } from '../python/posix-normpath.ts'
import type { FileSystemView } from './machine.ts'
import { validatePathWithinDirectory } from './validate-path-within-directory.ts'

/**
 * Where below a directory an artifact is written. MLflow's `ArtifactRepository._create_download_destination`
 * (mlflow/store/artifact/artifact_repo.py) without making directories. On Windows, what no file name may hold there
 * becomes `_`.
 *
 * @throws UnsafePathError where it would lie outside of the directory
 */
export async function downloadDestination(
  artifactPath: string,
  directory: string,
  view: FileSystemView,
): Promise<string> {
  const source = artifactPath.replace(/\/+$/, '')
  const destination =
    view.platform === 'windows'
      ? ntJoin(directory, ntNormpath(source.replace(/[<>:"|?*\\]/g, '_')))
      : posixJoin(directory, posixNormpath(source))
  return await validatePathWithinDirectory(directory, destination, view)
}
