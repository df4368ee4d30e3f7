/** An exception that Python MLflow raised. */
export class PythonError extends Error {
  override readonly name = 'PythonError'
  /** The exception's class, such as `MlflowException`. */
  readonly type: string
  /** MLflow's error code name; undefined for exceptions that are not MLflow's. */
  readonly code: string | undefined

  constructor(error: { type: string; code: string | null; message: string }) {
    super(error.message)
    this.type = error.type
    this.code = error.code ?? undefined
  }
}
