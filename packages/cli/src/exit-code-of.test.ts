import {
  BackendNotRegisteredError,
  type ErrorCode,
  IntegrityError,
  MlflowError,
  TransferError,
} from 'mlflow-artifacts'
import { describe, expect, test } from 'vitest'
import { exitCodeOf } from './exit-code-of.ts'

const failed = (...failures: unknown[]): TransferError =>
  new TransferError('s3://bucket', new Map(failures.map((failure, index) => [`file-${index}`, failure])))
const ofCode = (code: ErrorCode): MlflowError => new MlflowError('failed', { code })
const refusedConnection: Error = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })

test.each<[ErrorCode, number]>([
  ['RESOURCE_DOES_NOT_EXIST', 2],
  ['NOT_FOUND', 2],
  ['ENDPOINT_NOT_FOUND', 2],
  ['PERMISSION_DENIED', 3],
  ['UNAUTHENTICATED', 3],
  ['CUSTOMER_UNAUTHORIZED', 3],
  ['DATA_LOSS', 4],
  ['TEMPORARILY_UNAVAILABLE', 5],
  ['DEADLINE_EXCEEDED', 5],
  ['INVALID_PARAMETER_VALUE', 1],
  ['RESOURCE_EXHAUSTED', 1],
  ['INTERNAL_ERROR', 1],
])('%s is %i', (code, expected) => {
  expect(exitCodeOf(ofCode(code))).toBe(expected)
})

test('what may succeed later is the network, unless its code says more', () => {
  expect(exitCodeOf(new MlflowError('busy', { code: 'RESOURCE_EXHAUSTED', retryable: true }))).toBe(5)
  expect(exitCodeOf(new IntegrityError('short', { retryable: true }))).toBe(4)
})

test('a failed connection is the network, however deep it lies', () => {
  expect(exitCodeOf(refusedConnection)).toBe(5)
  expect(
    exitCodeOf(
      new MlflowError('failed', { cause: new TypeError('fetch failed', { cause: refusedConnection }) }),
    ),
  ).toBe(5)
})

test.each([
  'Registered model alias nope not found.',
  'INVALID_PARAMETER_VALUE: Registered model alias nope not found.',
  "No versions of model with name 'iris' and stage 'Staging' found",
  'INVALID_PARAMETER_VALUE: Invalid Model Version stage: Nope. Value must be one of None, Staging.',
])('a version that is missing is 2, as Python has no code for that: %s', (message) => {
  expect(exitCodeOf(new MlflowError(message, { code: 'INVALID_PARAMETER_VALUE' }))).toBe(2)
})

test('anything else is 1', () => {
  expect(exitCodeOf(new TypeError('wrong'))).toBe(1)
  expect(exitCodeOf('thrown')).toBe(1)
  expect(exitCodeOf(new BackendNotRegisteredError('none', { scheme: 's3', registeredSchemes: [] }))).toBe(1)
})

describe('the failures of several files', () => {
  test('have the code that they share', () => {
    expect(exitCodeOf(failed(ofCode('PERMISSION_DENIED'), ofCode('UNAUTHENTICATED')))).toBe(3)
    expect(exitCodeOf(failed(ofCode('DATA_LOSS'), ofCode('INTERNAL_ERROR')))).toBe(4)
    expect(exitCodeOf(failed(refusedConnection))).toBe(5)
  })

  test('are 1 where they differ, also when one of them may be tried again', () => {
    const mixed = failed(new IntegrityError('short', { retryable: true }), ofCode('RESOURCE_DOES_NOT_EXIST'))
    expect(mixed.retryable).toBe(true)
    expect(exitCodeOf(mixed)).toBe(1)
    const { code, retryable } = mixed
    expect(exitCodeOf(new MlflowError('Failed to download', { code, retryable, cause: mixed }))).toBe(1)
  })
})
