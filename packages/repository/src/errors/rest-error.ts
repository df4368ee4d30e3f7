import { MlflowError, type MlflowErrorOptions } from './mlflow-error.ts'

/** A failure that MLflow's server answered with a JSON object. Python's `RestException`. */
export class RestError extends MlflowError {
  override readonly name: string = 'RestError'
  /** The HTTP status of the answer. */
  readonly status: number
  /** The parsed body, as the server sent it. */
  readonly body: Readonly<Record<string, unknown>>
  /** MLflow's five characters for dashboards, such as `KAMC2`; `undefined` where the code has none. */
  readonly sqlstate: string | undefined
  /** MLflow's name for the kind of failure, such as `CP_RESOURCE_NOT_FOUND`; `undefined` where the code has none. */
  readonly errorClass: string | undefined

  constructor(
    message: string,
    options: MlflowErrorOptions & {
      readonly status: number
      readonly body: Readonly<Record<string, unknown>>
      readonly sqlstate?: string | undefined
      readonly errorClass?: string | undefined
    },
  ) {
    super(message, options)
    this.status = options.status
    this.body = options.body
    this.sqlstate = options.sqlstate
    this.errorClass = options.errorClass
  }
}
