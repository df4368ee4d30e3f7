import { lstat, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { type FileInfo, MlflowError } from '@mlflow-artifacts/repository'
import { fileSystemError } from './file-system-error.ts'
import { listDirectory } from './list-directory.ts'
import type { Place, RootDirectory } from './root-directory.ts'

/** A directory that is walked. */
interface Level {
  readonly place: Place
  /** What its parent lists; `undefined` for the first. */
  readonly info: FileInfo | undefined
  readonly children: AsyncIterator<FileInfo, undefined>
  /** Without symbolic links; asked for the first where it has directories. */
  realPath: string | undefined
  isEmpty: boolean
}

/**
 * Every file below a directory, and each empty directory, depth first and in path order. Nothing for a file or a
 * missing place. Symbolic links to directories inside the root are followed, as MLflow follows them.
 *
 * @throws UnsafePathError at a symbolic link that leads outside the root
 * @throws MlflowError `INVALID_PARAMETER_VALUE` at a symbolic link to a directory that it stands in
 */
export async function* walkDirectory(
  root: RootDirectory,
  directory: Place,
  signal?: AbortSignal,
): AsyncGenerator<FileInfo> {
  const begin = (place: Place, info?: FileInfo, realPath?: string): Level => {
    return { place, info, realPath, children: listDirectory(place, signal), isEmpty: true }
  }
  const levels = [begin(directory)]
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const { value: child } = await level.children.next()
    if (child === undefined) {
      levels.pop()
      if (level.isEmpty && level.info !== undefined) yield level.info
      continue
    }
    level.isEmpty = false
    if (child.isDir) {
      const place = placeOf(child, level.place)
      levels.push(begin(place, child, await realPathOf(place, levels, root)))
    } else {
      yield child
    }
  }
}

function placeOf({ path }: FileInfo, parent: Place): Place {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return { path, absolutePath: join(parent.absolutePath, name) }
}

/** What is no link is where its parent is: to resolve the whole path for each takes the cube of the depth. */
async function realPathOf(place: Place, levels: readonly Level[], root: RootDirectory): Promise<string> {
  const parent = levels.at(-1)
  let realPath: string
  try {
    const stats = await lstat(place.absolutePath).catch(() => undefined)
    if (parent === undefined || stats?.isSymbolicLink() === true) {
      realPath = await realpath((await root.locate(place.path)).absolutePath)
    } else {
      parent.realPath ??= await realpath(parent.place.absolutePath)
      realPath = join(parent.realPath, place.absolutePath.slice(parent.place.absolutePath.length))
    }
  } catch (error) {
    throw fileSystemError(error, place.path)
  }
  if (levels.every((level) => level.realPath !== realPath)) return realPath
  throw new MlflowError(`Invalid path: '${place.path}' is a symbolic link to a directory that contains it`, {
    code: 'INVALID_PARAMETER_VALUE',
    uri: place.absolutePath,
    hint: 'Remove the symbolic link from the artifact directory, or exclude it.',
  })
}
