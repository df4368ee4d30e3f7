import { MlflowError } from '../errors/mlflow-error.ts'
import { PurePath } from '../python/pure-path.ts'
import { pythonRepr } from '../python/python-repr.ts'
import type { FileSystemView } from './machine.ts'

/**
 * An absolute path without symbolic links and `..`; what does not exist is kept as it is written. Python's
 * `Path.resolve()`.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for links that lead in a circle
 */
export async function resolveSymbolicLinks(path: PurePath, view: FileSystemView): Promise<PurePath> {
  return await follow(path, view, new Set())
}

async function follow(path: PurePath, view: FileSystemView, pending: Set<string>): Promise<PurePath> {
  // POSIX lets `//` mean something of its own; the disk does not know it.
  let resolved = path.root === '//' ? PurePath.parse('/', 'posix') : path.anchor
  for (const name of path.names) {
    if (name === '..') {
      resolved = resolved.parent
      continue
    }
    const next = resolved.child(name)
    const link = next.toString()
    const target = await view.readLink(link)
    if (target === undefined) {
      resolved = next
      continue
    }
    if (pending.has(link)) {
      throw new MlflowError(`Symlink loop from ${pythonRepr(link)}`, { code: 'INVALID_PARAMETER_VALUE' })
    }
    pending.add(link)
    resolved = await follow(resolved.join(PurePath.parse(target, view.platform)), view, pending)
    pending.delete(link)
  }
  return resolved
}
