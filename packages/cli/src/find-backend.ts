import { pathToFileURL } from 'node:url'
import type { ArtifactBackend } from 'mlflow-artifacts'
import { KNOWN_PACKAGES } from './known-packages.ts'
import { locatePackage } from './locate-package.ts'
import type { PackagePlaces } from './package-places.ts'

/**
 * The backend of an installed package: beside the command, where it was installed globally, or else from the working
 * directory, where a project has its own; `undefined` where none is known or installed.
 *
 * @throws what importing a broken package throws
 */
export async function findBackend(
  scheme: string,
  places: PackagePlaces,
): Promise<ArtifactBackend | undefined> {
  const known = KNOWN_PACKAGES.get(scheme)
  const path = known && locatePackage(known.name, places)
  if (known === undefined || path === undefined) return undefined
  const module: unknown = await import(pathToFileURL(path).href)
  const make: unknown =
    typeof module === 'object' && module !== null ? Reflect.get(module, known.factory) : undefined
  const backend: unknown = typeof make === 'function' ? make() : undefined
  if (isBackend(backend)) return backend
  throw new Error(`${path} has no function ${known.factory} that makes a backend`)
}

/** As far as a glance tells; the library looks closer. */
function isBackend(value: unknown): value is ArtifactBackend {
  return (
    typeof value === 'object' && value !== null && 'specificationVersion' in value && 'repository' in value
  )
}
