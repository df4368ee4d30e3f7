import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** Every file below a path by its relative path, with its bytes as text (long ones hashed); directories with `directory`. */
export async function readTree(root: string): Promise<Record<string, string>> {
  if ((await stat(root)).isFile()) return { '': await contentOf(root) }
  const tree: Record<string, string> = {}
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    tree[relative(root, path)] = entry.isDirectory() ? 'directory' : await contentOf(path)
  }
  return tree
}

async function contentOf(path: string): Promise<string> {
  const bytes = await readFile(path)
  if (bytes.length < 1000) return bytes.toString('latin1')
  return `${bytes.length} bytes, ${createHash('sha256').update(bytes).digest('hex')}`
}
