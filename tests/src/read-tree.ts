import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** What {@link readTree} says of a directory. */
export const DIRECTORY = 'directory'

/** Every file below a path by its relative path, with its bytes as text (long ones hashed); directories with `directory`. */
export async function readTree(root: string): Promise<Record<string, string>> {
  if ((await stat(root)).isFile()) return { '': describeBytes(await readFile(root)) }
  const tree: Record<string, string> = {}
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    tree[relative(root, path)] = entry.isDirectory() ? DIRECTORY : describeBytes(await readFile(path))
  }
  return tree
}

/** The bytes as text, or what they are told by where there are many. */
export function describeBytes(bytes: Uint8Array): string {
  if (bytes.length < 1000) return Buffer.from(bytes).toString('latin1')
  return `${bytes.length} bytes, ${createHash('sha256').update(bytes).digest('hex')}`
}
