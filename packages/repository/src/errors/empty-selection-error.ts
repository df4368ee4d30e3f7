import { MlflowError, type MlflowErrorOptions } from './mlflow-error.ts'

/** Artifacts are there, but the patterns of a download select none of them. Nothing was written. */
export class EmptySelectionError extends MlflowError {
  override readonly name: string = 'EmptySelectionError'

  constructor(message: string, options: Omit<MlflowErrorOptions, 'code'> = {}) {
    super(message, { ...options, code: 'RESOURCE_DOES_NOT_EXIST' })
  }

  /** Whether a caught value is such an error, also when another copy of the package made it. */
  static override isInstance(error: unknown): error is EmptySelectionError {
    return MlflowError.isInstance(error) && error.name === 'EmptySelectionError'
  }
}
