import { MlflowError } from '@mlflow-artifacts/repository'
import { fileKind } from '../file/file-kind.ts'

/**
 * Makes sure that what SQLite opens beside a database are files: it would wait for the other end of a pipe, and this
 * process with it.
 *
 * @throws MlflowError `INVALID_STATE`
 */
export async function checkSideFiles(path: string, uri: string): Promise<void> {
  for (const suffix of ['-wal', '-shm', '-journal']) {
    const kind = await fileKind(path + suffix)
    if (kind === undefined || kind === 'file') continue
    throw new MlflowError(`'${path}${suffix}', which belongs to the MLflow database '${path}', is no file.`, {
      code: 'INVALID_STATE',
      uri,
      hint: 'Find out what made it, and remove it.',
    })
  }
}
