import { MlflowError } from '@mlflow-artifacts/repository'
import type { RetrySettings } from '../http-settings.ts'
import type { Environment } from './environment.ts'
import { environmentBoolean } from './environment-boolean.ts'
import { environmentNumber } from './environment-number.ts'

/** {@link RetrySettings}, complete. */
export interface RetryPolicy {
  readonly max: number
  readonly backoffFactor: number
  readonly jitter: number
  readonly respectRetryAfter: boolean
}

/**
 * How control calls are sent again: settings, then the environment, then Python's defaults, within Python's limits
 * (`http_request`, `mlflow/utils/rest_utils.py`).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a number out of its limits or a malformed variable
 */
export function retryPolicy(settings: RetrySettings | undefined, environment: Environment): RetryPolicy {
  const integer = (name: string): number | undefined => environmentNumber(environment, name, 'int')
  const max = settings?.max ?? integer('MLFLOW_HTTP_REQUEST_MAX_RETRIES') ?? 7
  const maxLimit = integer('_MLFLOW_HTTP_REQUEST_MAX_RETRIES_LIMIT') ?? 10
  const backoffFactor = settings?.backoffFactor ?? integer('MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR') ?? 2
  const factorLimit = integer('_MLFLOW_HTTP_REQUEST_MAX_BACKOFF_FACTOR_LIMIT') ?? 120
  const jitter =
    settings?.jitter ?? environmentNumber(environment, 'MLFLOW_HTTP_REQUEST_BACKOFF_JITTER', 'float') ?? 1
  const respectRetryAfter =
    settings?.respectRetryAfter ??
    environmentBoolean(environment, 'MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER') ??
    true

  if (maxLimit < 0) {
    throw invalid(`The current maximum retry limit is invalid (${maxLimit}). Cannot be negative.`)
  }
  if (max > maxLimit) {
    throw invalid(
      `The configured max_retries value (${max}) is in excess of the maximum allowable retries (${maxLimit})`,
    )
  }
  if (max < 0) throw invalid(`The max_retries value must be either 0 a positive integer. Got ${max}`)
  if (factorLimit < 0) {
    throw invalid(`The current maximum backoff factor limit is invalid (${factorLimit}). Cannot be negative.`)
  }
  if (backoffFactor > factorLimit) {
    throw invalid(
      `The configured backoff_factor value (${backoffFactor}) is in excess of the maximum allowable ` +
        `backoff_factor limit (${factorLimit})`,
    )
  }
  if (backoffFactor < 0) {
    throw invalid(`The backoff_factor value must be either 0 a positive integer. Got ${backoffFactor}`)
  }
  return { max, backoffFactor, jitter, respectRetryAfter }
}

function invalid(message: string): MlflowError {
  return new MlflowError(message, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: 'Look at MLFLOW_HTTP_REQUEST_MAX_RETRIES and MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR, and at the limits of the same names.',
  })
}
