import { MlflowError, type MlflowErrorOptions } from './mlflow-error.ts'

/** A path that would lead out of the directory that it belongs to. Nothing was read or written. */
export class UnsafePathError extends MlflowError {
  override readonly name: string = 'UnsafePathError'
  /** The path as it was given or listed. */
  readonly path: string

  constructor(message: string, options: Omit<MlflowErrorOptions, 'code'> & { readonly path: string }) {
    super(message, { ...options, code: 'INVALID_PARAMETER_VALUE' })
    this.path = options.path
  }
}
