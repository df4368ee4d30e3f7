import { MlflowError, type MlflowErrorOptions } from './mlflow-error.ts'

/** No backend serves the scheme of a URI. `registeredSchemes` lists the ones that are served. */
export class BackendNotRegisteredError extends MlflowError {
  override readonly name: string = 'BackendNotRegisteredError'
  readonly scheme: string
  readonly registeredSchemes: readonly string[]

  constructor(
    message: string,
    options: Omit<MlflowErrorOptions, 'code'> & {
      readonly scheme: string
      readonly registeredSchemes: readonly string[]
    },
  ) {
    super(message, { ...options, code: 'INTERNAL_ERROR' })
    this.scheme = options.scheme
    this.registeredSchemes = options.registeredSchemes
  }
}
