import { MlflowError, type MlflowErrorOptions } from './mlflow-error.ts'

/** A failure that MLflow's server answered with a JSON object. Python's `RestException`. */
export class RestError extends MlflowError {
  override readonly name: string = 'RestError'
  /** The HTTP status of the answer. */
  readonly status: number
  /** The parsed body, as the server sent it. */
  readonly body: Readonly<Record<string, unknown>>

  constructor(
    message: string,
    options: MlflowErrorOptions & {
      readonly status: number
      readonly body: Readonly<Record<string, unknown>>
    },
  ) {
    super(message, options)
    this.status = options.status
    this.body = options.body
  }
}
