import type { MlflowError } from './errors/mlflow-error.ts'

/** Something failed in a way that may pass, and is about to be tried again. */
export interface RetryEvent {
  /** The URL that is asked, or the URI of the file whose bytes are read; without credentials. */
  readonly uri: string
  /** Which try comes next: 2 after the first failure. A try that got further than the one before counts as the first. */
  readonly attempt: number
  /** How many tries there are at the most. Those of all calls to one origin are limited together, so that there may be fewer. */
  readonly attempts: number
  /** Milliseconds until the next try. */
  readonly delayMs: number
  /** What the last try failed with. */
  readonly error: MlflowError
}
