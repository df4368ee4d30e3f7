import { readFile, stat } from 'node:fs/promises'
import { MlflowError } from '@mlflow-artifacts/repository'
import { storeFileError } from './store-file-error.ts'

const LARGEST_FILE = 1024 * 1024

/**
 * The text of one of a store's own files, which are small.
 *
 * @throws MlflowError `INVALID_STATE` for more than 1 MiB or for bytes that are not UTF-8, `PERMISSION_DENIED` or
 *   `IO_ERROR` where it cannot be read
 */
export async function readSmallFile(path: string): Promise<string> {
  const bytes = await readBytes(path)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new MlflowError(`'${path}' is not UTF-8 text.`, { code: 'INVALID_STATE', uri: path, cause: error })
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  const size = await stat(path).then(
    (found) => found.size,
    (error: unknown) => {
      throw storeFileError(error, path)
    },
  )
  if (size > LARGEST_FILE) {
    throw new MlflowError(`'${path}' is larger than 1 MiB: MLflow did not write it.`, {
      code: 'INVALID_STATE',
      uri: path,
    })
  }
  return readFile(path).catch((error: unknown) => {
    throw storeFileError(error, path)
  })
}
