import { readFile, stat } from 'node:fs/promises'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { downloadArtifacts } from './download-artifacts.ts'
import { makeTemporaryDirectory, removeTemporaryDirectory } from './temporary-directory.ts'

/**
 * The bytes of one artifact, downloaded whole and verified as every download is, and then removed from the disk;
 * `undefined` for a directory.
 *
 * @throws MlflowError - the failures of a download
 */
export async function loadFile(source: ArtifactSource, settings: CallSettings): Promise<Buffer | undefined> {
  const directory = await makeTemporaryDirectory()
  try {
    const path = await downloadArtifacts(source, { dstPath: directory, resume: false }, settings)
    return (await stat(path)).isDirectory() ? undefined : await readFile(path)
  } finally {
    await removeTemporaryDirectory(directory)
  }
}
