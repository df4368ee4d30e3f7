import { sep } from 'node:path'
import { BackendNotRegisteredError } from 'mlflow-artifacts'
import { KNOWN_PACKAGES } from './known-packages.ts'
import { locatePackage } from './locate-package.ts'
import type { PackagePlaces } from './package-places.ts'

const MOST_CAUSES = 8

/** What to do where no package serves the scheme of a store; `undefined` where the failure is another one. */
export function storeHint(error: unknown, places: PackagePlaces): string | undefined {
  const scheme = unservedScheme(error)
  if (scheme === undefined) return undefined
  const known = KNOWN_PACKAGES.get(scheme)
  if (known === undefined) {
    const optional = [...KNOWN_PACKAGES].map(
      ([of, { name }]) => `${of}: by ${name} (${isInstalled(name, places)})`,
    )
    return `This command reads files, http:, https: and mlflow-artifacts:, and ${optional.join(', ')}. No package of it reads ${scheme}: yet; a program can, with a backend of its own.`
  }
  const { name } = known
  const path = locatePackage(name, places)
  if (path !== undefined) return `${name} is installed at ${path}, but it cannot be loaded: install it again.`
  return `Install ${name}: ${installCommand(name)}.`
}

function isInstalled(name: string, places: PackagePlaces): string {
  return locatePackage(name, places) === undefined ? 'not installed' : 'installed'
}

function installCommand(name: string): string {
  return import.meta.dirname.includes(`${sep}_npx${sep}`)
    ? `npx -p @mlflow-artifacts/cli -p ${name} mlflow-artifacts …`
    : `npm install ${name} in this directory, or npm install --global ${name} beside a command that was installed so`
}

function unservedScheme(error: unknown): string | undefined {
  let current = error
  for (let depth = 0; current instanceof Error && depth < MOST_CAUSES; depth += 1) {
    if (current instanceof BackendNotRegisteredError) return current.scheme
    current = current.cause
  }
  return undefined
}
