import { MlflowError, type MlflowErrorOptions } from './mlflow-error.ts'

/**
 * The bytes are not the artifact's: truncated, mixed from two versions, changed since they were first seen, or of a
 * wrong checksum. Nothing stands under the final name.
 */
export class IntegrityError extends MlflowError {
  override readonly name: string = 'IntegrityError'

  constructor(message: string, options: Omit<MlflowErrorOptions, 'code'> = {}) {
    super(message, { ...options, code: 'DATA_LOSS' })
  }
}
