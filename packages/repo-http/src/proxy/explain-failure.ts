import type { MlflowError } from '@mlflow-artifacts/repository'
import { notAFile } from '../not-a-file.ts'
import type { ServedFile } from './served-file.ts'

/**
 * The error to report where the server's answer does not say what is wrong: it may stand for a missing path and for a
 * directory, which its listing tells apart.
 */
export async function explainFailure(error: MlflowError, file: ServedFile): Promise<MlflowError> {
  try {
    const info = await file.find()
    return info?.isDir === false ? error : notAFile(file.path, error.uri ?? file.path, info, error)
  } catch {
    file.signal?.throwIfAborted()
    return error
  }
}
