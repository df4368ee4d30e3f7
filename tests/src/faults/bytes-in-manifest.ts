import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Arena } from './arena.ts'

/** Bytes that a killed process has put on record for the next one. */
export async function bytesInManifest({ dstPath }: Arena): Promise<number> {
  const names = await readdir(dstPath).catch(() => [])
  const name = names.find((entry) => entry.endsWith('.part.json'))
  if (name === undefined) return 0
  const lines = (await readFile(join(dstPath, name), 'utf8'))
    .split('\n')
    .slice(1, -1)
    .filter((line) => line !== '')
  // Of each part the last record counts.
  const written = new Map<number, number>()
  for (const line of lines) {
    const record: { index: number; written: number } = JSON.parse(line)
    written.set(record.index, record.written)
  }
  return [...written.values()].reduce((sum, bytes) => sum + bytes, 0)
}
