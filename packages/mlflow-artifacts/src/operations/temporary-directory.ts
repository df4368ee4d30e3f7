import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Makes a new directory that only this user can read. */
export async function makeTemporaryDirectory(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'mlflow-artifacts-'))
}

/** Removes a directory that {@link makeTemporaryDirectory} made, with everything in it. */
export async function removeTemporaryDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true })
}
