import { readRegularFile } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'
import { storeFileError } from './store-file-error.ts'

const LARGEST_FILE = 1024 * 1024

/**
 * The text of one of a store's own files, which are small.
 *
 * @throws MlflowError `INVALID_STATE` for more than 1 MiB, for bytes that are not UTF-8 and for a pipe or a device, `PERMISSION_DENIED` or
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
  try {
    return await readRegularFile(path, LARGEST_FILE)
  } catch (error) {
    if (!(error instanceof Error) || 'code' in error) throw storeFileError(error, path)
    throw new MlflowError(`'${path}' cannot be read: ${error.message}. MLflow did not write it.`, {
      code: 'INVALID_STATE',
      uri: path,
    })
  }
}
