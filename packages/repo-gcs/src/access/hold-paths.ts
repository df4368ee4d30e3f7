import { resolve } from 'node:path'
import { partsOf } from './parts-of.ts'

/** Where what vouches for a workload is read from: a file, and a certificate. */
const FIELDS = ['filePath', 'certificateConfigPath', 'trustChainPath']

/** Has the paths in a key file mean files in the directory of the call, also when the program changes to another. */
export function holdPaths(client: object, cwd: string): void {
  for (const part of partsOf(client)) {
    for (const field of FIELDS) {
      const path: unknown = Reflect.get(part, field)
      if (typeof path === 'string' && path !== '') Reflect.set(part, field, resolve(cwd, path))
    }
  }
}
