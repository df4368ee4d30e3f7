import { expect, test } from 'vitest'
import { retryPolicy } from './retry-policy.ts'

test("the defaults are Python's", () => {
  expect(retryPolicy(undefined, {})).toEqual({ max: 7, backoffFactor: 2, jitter: 1, respectRetryAfter: true })
})

const environment = {
  MLFLOW_HTTP_REQUEST_MAX_RETRIES: ' 1_0 ',
  MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: '+3',
  MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: '.5e0',
  MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER: 'FALSE',
}

test('the environment goes before them', () => {
  const expected = { max: 10, backoffFactor: 3, jitter: 0.5, respectRetryAfter: false }
  expect(retryPolicy(undefined, environment)).toEqual(expected)
})

test('and the settings before both, one by one', () => {
  expect(retryPolicy({ max: 0, respectRetryAfter: true }, environment)).toEqual({
    max: 0,
    backoffFactor: 3,
    jitter: 0.5,
    respectRetryAfter: true,
  })
})

test.each([
  [
    'MLFLOW_HTTP_REQUEST_MAX_RETRIES',
    '11',
    'The configured max_retries value (11) is in excess of the maximum allowable retries (10)',
  ],
  [
    'MLFLOW_HTTP_REQUEST_MAX_RETRIES',
    '-1',
    'The max_retries value must be either 0 a positive integer. Got -1',
  ],
  [
    'MLFLOW_HTTP_REQUEST_MAX_RETRIES',
    '1.5',
    "Failed to convert '1.5' for MLFLOW_HTTP_REQUEST_MAX_RETRIES: invalid literal for int() with base 10: '1.5'",
  ],
  [
    'MLFLOW_HTTP_REQUEST_MAX_RETRIES',
    '',
    "Failed to convert '' for MLFLOW_HTTP_REQUEST_MAX_RETRIES: invalid literal for int() with base 10: ''",
  ],
  [
    '_MLFLOW_HTTP_REQUEST_MAX_RETRIES_LIMIT',
    '6',
    'The configured max_retries value (7) is in excess of the maximum allowable retries (6)',
  ],
  [
    '_MLFLOW_HTTP_REQUEST_MAX_RETRIES_LIMIT',
    '-1',
    'The current maximum retry limit is invalid (-1). Cannot be negative.',
  ],
  [
    'MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR',
    '121',
    'The configured backoff_factor value (121) is in excess of the maximum allowable backoff_factor limit (120)',
  ],
  [
    'MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR',
    '-1',
    'The backoff_factor value must be either 0 a positive integer. Got -1',
  ],
  [
    '_MLFLOW_HTTP_REQUEST_MAX_BACKOFF_FACTOR_LIMIT',
    '-1',
    'The current maximum backoff factor limit is invalid (-1). Cannot be negative.',
  ],
  [
    'MLFLOW_HTTP_REQUEST_BACKOFF_JITTER',
    'x',
    "Failed to convert 'x' for MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: could not convert string to float: 'x'",
  ],
  [
    'MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER',
    'yes',
    "MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER value must be one of ['true', 'false', '1', '0'] (case-insensitive), but got yes",
  ],
])("%s=%s is Python's error", (name, value, message) => {
  expect(() => retryPolicy(undefined, { [name]: value })).toThrow(
    expect.objectContaining({ message, code: 'INVALID_PARAMETER_VALUE' }),
  )
})
