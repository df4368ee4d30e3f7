import { UnsafePathError } from '../errors/unsafe-path-error.ts'
import { PurePath } from '../python/pure-path.ts'
import type { FileSystemView } from './machine.ts'
import { resolveSymbolicLinks } from './resolve-symbolic-links.ts'

/**
 * Refuses a path that is not its base directory or below it once symbolic links are resolved. MLflow's
 * `validate_path_within_directory` (mlflow/utils/uri.py).
 *
 * @returns the path, as it was given
 * @throws UnsafePathError
 */
export async function validatePathWithinDirectory(
  baseDirectory: string,
  path: string,
  view: FileSystemView,
): Promise<string> {
  const workingDirectory = PurePath.parse(view.cwd, view.platform)
  const base = await resolveSymbolicLinks(
    workingDirectory.join(PurePath.parse(baseDirectory, view.platform)),
    view,
  )
  const target = workingDirectory.join(PurePath.parse(path, view.platform))
  const leafExists =
    (await view.readLink(target.toString())) !== undefined || (await view.exists(target.toString()))
  const resolved = leafExists
    ? await resolveSymbolicLinks(target, view)
    : (await resolveSymbolicLinks(target.parent, view)).child(target.name)

  if (!resolved.isRelativeTo(base)) {
    throw new UnsafePathError('Invalid path: resolved path is outside the artifact directory', { path })
  }
  return path
}
