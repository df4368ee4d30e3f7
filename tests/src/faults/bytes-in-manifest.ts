import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Arena } from './arena.ts'

/** Bytes that a killed process has put on record for the next one. */
export async function bytesInManifest({ dstPath }: Arena): Promise<number> {
  const names = await readdir(dstPath).catch(() => [])
  const name = names.find((entry) => entry.endsWith('.part.json'))
  if (name === undefined) return 0
  const manifest: { parts: { written: number }[] } = JSON.parse(await readFile(join(dstPath, name), 'utf8'))
  return manifest.parts.reduce((sum, { written }) => sum + written, 0)
}
