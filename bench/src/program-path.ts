import { join } from 'node:path'

/** The path of a program of this folder's `programs`. */
export function programPath(name: string): string {
  return join(import.meta.dirname, '../programs', name)
}
