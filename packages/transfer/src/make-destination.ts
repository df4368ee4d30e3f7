import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { diskError } from './disk-error.ts'

/**
 * Makes a directory for downloads, and its parents, where they are missing.
 *
 * @throws MlflowError with a code that says why it cannot be made; where a file stands there, `download` says so
 */
export async function makeDestination(dstPath: string): Promise<void> {
  try {
    await mkdir(dstPath, { recursive: true })
  } catch (error) {
    if (!(await isThere(dstPath))) throw diskError((await reasonAgainst(dstPath)) ?? error, dstPath)
  }
}

/** Of a read-only file system, a recursive `mkdir` says only that a parent is missing; the first that is says why. */
async function reasonAgainst(dstPath: string): Promise<unknown> {
  let missing = resolve(dstPath)
  while (dirname(missing) !== missing && !(await isThere(dirname(missing)))) missing = dirname(missing)
  return await mkdir(missing).then(
    () => undefined,
    (error: unknown) => error,
  )
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}
