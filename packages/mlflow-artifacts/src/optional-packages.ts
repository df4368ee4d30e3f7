import type { ArtifactBackend } from '@mlflow-artifacts/repository'
import type { FindBackend } from './session/backend-for.ts'
import type { SharpFactory } from './sharp-image.ts'
import { sharpMissing } from './sharp-missing.ts'

// Every optional package is imported in this file, by a literal name, so that bundlers see it, and inside a `try`, so
// that they go on without it.

/** The module `sharp`, where it is installed. */
export async function importSharp(): Promise<SharpFactory> {
  try {
    return (await import('sharp')).default
  } catch (cause) {
    throw sharpMissing('sharp is an optional peer dependency: npm install sharp.', cause)
  }
}

/**
 * The backend of a package that serves a scheme; `undefined` where no package does.
 *
 * @throws Error where the package is not installed, or is broken
 */
export async function importBackend(scheme: string): Promise<ArtifactBackend | undefined> {
  try {
    if (scheme === 's3') return (await import('@mlflow-artifacts/repo-s3')).s3()
    if (scheme === 'gs') return (await import('@mlflow-artifacts/repo-gcs')).gcs()
    return undefined
  } catch (cause) {
    throw new Error(`The package for '${scheme}:' could not be imported`, { cause })
  }
}

/**
 * The backend of an installed package, or else one that somebody finds.
 *
 * @throws Error as {@link importBackend}, where nobody finds one either
 */
export async function importOrFind(scheme: string, find: FindBackend): Promise<ArtifactBackend | undefined> {
  let failure: unknown
  try {
    const installed = await importBackend(scheme)
    if (installed !== undefined) return installed
  } catch (error) {
    failure = error
  }
  const found = await find(scheme)
  if (found === undefined && failure !== undefined) throw failure
  return found
}
