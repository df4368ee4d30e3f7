import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'

/** Whether a text, taken as a path that starts from a directory, leads to something. */
export function pathExists(path: string, cwd: string): boolean {
  // Not joined, which would read `..` behind a link, and a slash at the end, another way than the system does.
  return path !== '' && existsSync(isAbsolute(path) ? path : `${cwd}/${path}`)
}
