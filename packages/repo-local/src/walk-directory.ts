import { realpath } from 'node:fs/promises'
import { type FileInfo, MlflowError } from '@mlflow-artifacts/repository'
import { listDirectory } from './list-directory.ts'
import type { Place, RootDirectory } from './root-directory.ts'

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
  ancestors: readonly string[] = [],
): AsyncGenerator<FileInfo> {
  const children = await listDirectory(directory, signal)
  if (children.length === 0) return
  const self = await realpath(directory.absolutePath)
  if (ancestors.includes(self)) {
    throw new MlflowError(
      `Invalid path: '${directory.path}' is a symbolic link to a directory that contains it`,
      {
        code: 'INVALID_PARAMETER_VALUE',
        uri: directory.absolutePath,
        hint: 'Remove the symbolic link from the artifact directory, or exclude it.',
      },
    )
  }
  for (const child of children) {
    if (!child.isDir) {
      yield child
      continue
    }
    let isEmpty = true
    for await (const info of walkDirectory(root, await root.locate(child.path), signal, [
      ...ancestors,
      self,
    ])) {
      isEmpty = false
      yield info
    }
    if (isEmpty) yield child
  }
}
