import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { DataFile } from './data/data-file.ts'

/**
 * Reads all that was downloaded.
 *
 * @throws Error where a file is missing, is one too many, or has a wrong byte
 */
export async function checkFiles(folder: string, expected: readonly DataFile[]): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  const wanted = new Set(expected.map(({ path }) => path))
  const surplus = found.filter((path) => !wanted.has(path))
  if (surplus.length > 0) throw new Error(`Wrote what was not asked for: ${surplus.slice(0, 5).join(', ')}`)
  for (const { path, sha256 } of expected) {
    const hash = createHash('sha256')
    await pipeline(createReadStream(join(folder, path), { highWaterMark: 2 ** 20 }), hash)
    if (hash.digest('hex') !== sha256) throw new Error(`Wrote wrong bytes to ${path}`)
  }
}
