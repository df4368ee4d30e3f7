import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diskError } from '@mlflow-artifacts/transfer'

/**
 * Makes a new directory that only this user can read.
 *
 * @throws MlflowError with a code that says why the disk refused it
 */
export async function makeTemporaryDirectory(): Promise<string> {
  const prefix = join(tmpdir(), 'mlflow-artifacts-')
  return await mkdtemp(prefix).catch((error: unknown) => Promise.reject(diskError(error, prefix)))
}

/** Removes a directory that {@link makeTemporaryDirectory} made, with everything in it. */
export async function removeTemporaryDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true })
}
