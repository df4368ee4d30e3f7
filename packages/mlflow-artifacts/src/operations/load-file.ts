import { readFile, stat } from 'node:fs/promises'
import { MlflowError } from '@mlflow-artifacts/repository'
import type { CallSettings } from '../session/call-session.ts'
import type { ArtifactSource } from '../source/artifact-source.ts'
import { downloadArtifacts } from './download-artifacts.ts'
import { nameOfSource } from './name-of-source.ts'
import { makeTemporaryDirectory, removeTemporaryDirectory } from './temporary-directory.ts'

/**
 * The bytes of one artifact, downloaded whole and verified as every download is, and then removed from the disk.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for a directory, and the failures of a download
 */
export async function loadFile(source: ArtifactSource, settings: CallSettings): Promise<Buffer> {
  const directory = await makeTemporaryDirectory()
  try {
    const path = await downloadArtifacts(source, { dstPath: directory, resume: false }, settings)
    if ((await stat(path)).isDirectory()) {
      throw new MlflowError(`Artifact path refers to a directory, not a file: '${nameOfSource(source)}'`, {
        code: 'INVALID_PARAMETER_VALUE',
        uri: nameOfSource(source),
      })
    }
    return await readFile(path)
  } finally {
    await removeTemporaryDirectory(directory)
  }
}
