import { rm } from 'node:fs/promises'
import { lstatIfThere } from './same-file.ts'

/**
 * Removes a file that a process left, if that can be done. Anything else of its name was planted, and is none of our
 * business.
 */
export async function removeLeft(path: string): Promise<void> {
  const stats = await lstatIfThere(path)
  if (stats?.isFile() === true) await rm(path, { force: true }).catch(() => undefined)
}
