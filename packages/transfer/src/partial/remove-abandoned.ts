import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isAbandoned } from './owner-tag.ts'

/** Removes the partial files that killed processes left in a directory and that nobody can go on with. */
export async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (isAbandoned(name)) await rm(join(directory, name), { force: true })
  }
}
