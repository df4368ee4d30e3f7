import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** Every file below a path by its relative path, with its bytes as text; directories with `directory`. */
export async function readTree(root: string): Promise<Record<string, string>> {
  if ((await stat(root)).isFile()) return { '': await readFile(root, 'latin1') }
  const tree: Record<string, string> = {}
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    tree[relative(root, path)] = entry.isDirectory() ? 'directory' : await readFile(path, 'latin1')
  }
  return tree
}
