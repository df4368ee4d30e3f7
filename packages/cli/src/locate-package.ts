import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { PackagePlaces } from './package-places.ts'

/**
 * Where the main file of an installed package is; `undefined`: it is not installed. As Node looks for what is imported, and
 * not in the folders of `NODE_PATH`, which would go before the later places.
 */
export function locatePackage(name: string, places: PackagePlaces): string | undefined {
  for (const place of places) {
    for (let folder = dirname(place); ; folder = dirname(folder)) {
      const manifest = join(folder, 'node_modules', name, 'package.json')
      // A package may name itself.
      if (existsSync(manifest)) return createRequire(manifest).resolve(name)
      if (dirname(folder) === folder) break
    }
  }
  return undefined
}
