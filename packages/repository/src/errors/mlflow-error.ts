import type { ErrorCode } from './error-code.ts'

// A registered symbol, not `instanceof`, so that two installed copies of this package recognise each other's errors.
const marker = Symbol.for('mlflow-artifacts.error')

/** What an {@link MlflowError} may say besides its message. */
export interface MlflowErrorOptions {
  /** Default: `INTERNAL_ERROR`, as in Python. */
  readonly code?: ErrorCode | undefined
  /** The URI or path that the failed step was about, without credentials. */
  readonly uri?: string | undefined
  /** One sentence on what to do about it. */
  readonly hint?: string | undefined
  /** Whether the same call may succeed later. Default: `false`. */
  readonly retryable?: boolean | undefined
  /** How long the store asked to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number | undefined
  /** The error underneath. */
  readonly cause?: unknown
}

/**
 * Every failure that this family of packages reports, except an abort (which rejects with `signal.reason`) and a
 * `TypeError` for arguments of a wrong type. Python's `MlflowException`: `code` is its error code, and `message` is
 * Python's where Python has one.
 */
export class MlflowError extends Error {
  override readonly name: string = 'MlflowError'
  /** MLflow's error code name, such as `RESOURCE_DOES_NOT_EXIST`. */
  readonly code: ErrorCode
  /** The URI or path that the failed step was about, without credentials. */
  readonly uri: string | undefined
  /** One sentence on what to do about it. */
  readonly hint: string | undefined
  /** Whether the same call may succeed later. */
  readonly retryable: boolean
  /** How long the store asked to wait before the next try, in milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor(message: string, options: MlflowErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    Object.defineProperty(this, marker, { value: true })
    this.code = options.code ?? 'INTERNAL_ERROR'
    this.uri = options.uri
    this.hint = options.hint
    this.retryable = options.retryable ?? false
    this.retryAfterMs = options.retryAfterMs
  }

  /** Whether a caught value is an error of this family, also when another copy of the package made it. */
  static isInstance(error: unknown): error is MlflowError {
    return error instanceof Error && marker in error
  }
}
