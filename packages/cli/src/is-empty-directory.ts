import { opendir } from 'node:fs/promises'

/** Whether a path is a directory with nothing in it; one that cannot be read may hold something. */
export async function isEmptyDirectory(path: string): Promise<boolean> {
  try {
    for await (const _entry of await opendir(path)) return false
    return true
  } catch {
    return false
  }
}
