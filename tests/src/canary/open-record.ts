import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Makes the folder that `recordForCanary` writes to in every process of this run of vitest. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'canary-'))
  process.env.CANARY_RECORD = folder
  return () => rm(folder, { recursive: true })
}
