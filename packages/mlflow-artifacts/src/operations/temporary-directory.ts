import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import { diskError } from '@mlflow-artifacts/transfer'

/**
 * Makes a new directory that only this user can read.
 *
 * @param cwd - what a relative `TMPDIR` starts from
 * @throws MlflowError with a code that says why there can be none
 */
export async function makeTemporaryDirectory(cwd: string): Promise<string> {
  const parent = resolve(cwd, tmpdir())
  return await mkdtemp(join(parent, 'mlflow-artifacts-')).catch((cause: unknown) => {
    const error = diskError(cause, parent)
    if (!MlflowError.isInstance(error)) throw error
    const { message, code } = error
    const hint = 'Pass a dstPath, or set TMPDIR to a directory that this user may write to.'
    throw new MlflowError(message, { code, uri: parent, hint, cause })
  })
}

/** Removes a directory that {@link makeTemporaryDirectory} made, with everything in it. */
export async function removeTemporaryDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true })
}
