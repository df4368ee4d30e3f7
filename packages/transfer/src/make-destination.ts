import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import { diskError } from './disk-error.ts'

/** With Node's `--permission`, a parent may be one that nobody may look at. */
const MISSING: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR', 'ERR_ACCESS_DENIED'])

/**
 * Makes a directory for downloads, and its parents, where they are missing.
 *
 * @throws MlflowError with a code that says why it cannot be made; where a file stands there, `download` says so
 */
export async function makeDestination(dstPath: string): Promise<void> {
  const path = resolve(dstPath)
  if (path.includes('\0')) {
    throw new MlflowError(`Cannot write '${path}': no name holds a NUL byte`, {
      code: 'INVALID_PARAMETER_VALUE',
      hint: 'Remove the NUL byte from the dstPath.',
      uri: path,
    })
  }
  try {
    await makeWithParents(path)
  } catch (error) {
    throw diskError(error, path)
  }
}

// Not by Node's `recursive`, which says of a read-only file system that a parent is missing, and never ends where a file
// system says that itself, such as /proc, which lets nobody make a directory.
async function makeWithParents(path: string): Promise<void> {
  if (await isThere(path)) return
  const parent = dirname(path)
  if (parent !== path) await makeWithParents(parent)
  await mkdir(path).catch(async (error: unknown) => {
    // Somebody else may have been first.
    if (!(await isThere(path))) throw error
  })
}

/** @throws what keeps anybody from knowing, as then nothing can be made there, either */
async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && MISSING.has(error.code)
    if (isMissing) return false
    throw error
  }
}
