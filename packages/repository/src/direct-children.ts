import type { FileInfo } from './file-info.ts'
import { compareCodePoints } from './python/compare-code-points.ts'

/**
 * What stands directly in a directory, out of all files of a store that knows no directories: for a `list` whose store
 * has one flat listing. Sorted by path in code-point order, each directory once; nothing for a file or a missing path.
 *
 * @param files - every file below the root, or at least every one below the directory, in any order; an entry that is a
 *   directory stands for an empty one
 * @param path - the directory, with or without a slash at its end; `''` is the root
 */
export function directChildren(files: Iterable<FileInfo>, path: string): FileInfo[] {
  const directory = path.replace(/\/+$/, '')
  const prefix = directory === '' ? '' : `${directory}/`
  const children = new Map<string, FileInfo>()
  for (const file of files) {
    if (!file.path.startsWith(prefix)) continue
    const [name = '', ...below] = file.path.slice(prefix.length).split('/')
    // The marker that object stores keep for a directory itself, and names with `//`, which no path leads to.
    if (name === '') continue
    const child = prefix + name
    // An object store may hold a file and a directory of one name.
    if (below.length === 0) children.set(child, file)
    else children.set(`${child}/`, { path: child, isDir: true, fileSize: undefined })
  }
  return [...children.values()].sort((a, b) => compareCodePoints(a.path, b.path))
}
