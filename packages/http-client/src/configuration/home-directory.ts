import { homedir } from 'node:os'
import type { Environment } from './environment.ts'

/** The home directory of this user; `undefined` for one that has none, as a user whom nobody entered in the system. */
export function homeDirectory(environment: Environment): string | undefined {
  const named = environment[process.platform === 'win32' ? 'USERPROFILE' : 'HOME']
  if (named) return named
  try {
    return homedir()
  } catch {
    return undefined
  }
}
