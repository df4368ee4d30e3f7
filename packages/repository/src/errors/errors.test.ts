import { describe, expect, test } from 'vitest'
import { BackendNotRegisteredError } from './backend-not-registered-error.ts'
import { IntegrityError } from './integrity-error.ts'
import { MlflowError } from './mlflow-error.ts'
import { printable } from './printable.ts'
import { TransferError } from './transfer-error.ts'
import { UnsafePathError } from './unsafe-path-error.ts'

test('an error says what failed, and has defaults for the rest', () => {
  const cause = new Error('underneath')
  const error = new MlflowError('It failed', {
    code: 'NOT_FOUND',
    uri: 's3://b',
    hint: 'Look there.',
    retryable: true,
    retryAfterMs: 9,
    cause,
  })
  expect(error).toMatchObject({
    message: 'It failed',
    code: 'NOT_FOUND',
    uri: 's3://b',
    hint: 'Look there.',
    retryable: true,
    retryAfterMs: 9,
    cause,
  })
  expect(new MlflowError('It failed')).toMatchObject({
    code: 'INTERNAL_ERROR',
    retryable: false,
    uri: undefined,
  })
  expect(new MlflowError('It failed')).not.toHaveProperty('cause')
})

test('errors are recognised by their marker, also those of another copy of the package', () => {
  const foreign = Object.assign(new Error('from another copy'), {
    [Symbol.for('mlflow-artifacts.error')]: true,
  })
  expect(MlflowError.isInstance(foreign)).toBe(true)
  expect(MlflowError.isInstance(new IntegrityError('short'))).toBe(true)
  expect(MlflowError.isInstance(new Error('other'))).toBe(false)
  expect(MlflowError.isInstance({ code: 'NOT_FOUND' })).toBe(false)
})

test('each class has its code and its name', () => {
  const unsafe = new UnsafePathError('Invalid path', { path: '../x' })
  const unregistered = new BackendNotRegisteredError('none', { scheme: 's3', registeredSchemes: ['file'] })
  expect([unsafe.name, unsafe.code, unsafe.path]).toEqual([
    'UnsafePathError',
    'INVALID_PARAMETER_VALUE',
    '../x',
  ])
  expect([new IntegrityError('short').name, new IntegrityError('short').code]).toEqual([
    'IntegrityError',
    'DATA_LOSS',
  ])
  expect([unregistered.name, unregistered.registeredSchemes]).toEqual(['BackendNotRegisteredError', ['file']])
})

describe('TransferError', () => {
  const missing = new MlflowError('gone', { code: 'RESOURCE_DOES_NOT_EXIST' })
  const internal = new MlflowError('oops')
  const refused = new MlflowError('no', { code: 'PERMISSION_DENIED' })

  test.each([
    ['one code', [missing, missing], 'RESOURCE_DOES_NOT_EXIST'],
    [
      'one code beside INTERNAL_ERROR and other errors',
      [internal, missing, new Error('x')],
      'RESOURCE_DOES_NOT_EXIST',
    ],
    ['two codes', [missing, refused], 'INTERNAL_ERROR'],
    ['no code', [new Error('x')], 'INTERNAL_ERROR'],
  ])('has the code that the failures share: %s', (_name, failures, code) => {
    const byPath = new Map(failures.map((failure, index) => [`f${index}`, failure]))
    expect(new TransferError('s3://b', byPath)).toMatchObject({ code, failures: byPath })
  })

  test('speaks as Python does, and not for ever', () => {
    expect(
      new TransferError(
        's3://b',
        new Map([
          ['a', missing],
          ['b', refused],
        ]),
      ).message,
    ).toBe(
      'The following failures occurred while downloading one or more artifacts from s3://b:\n' +
        '##### File a #####\ngone\n##### File b #####\nno',
    )
    const many = new Map(Array.from({ length: 1000 }, (_, index) => [`file-${index}`, missing]))
    const { message } = new TransferError('s3://b', many)
    expect(message.length).toBeLessThan(10_300)
    expect(message).toContain('*** Error message is too long, truncated ***')
  })
})

test('a name with line ends is one line in the list of failed files', () => {
  const failed = new TransferError(
    's3://b',
    new Map([['a\n##### File forged #####\nall is well', new Error('no')]]),
  )
  expect(failed.message.split('\n')).toHaveLength(3)
})

test.each([
  ['\u202egpj.exe', '\\u202egpj.exe'],
  ['\x1b[2J\x9b', '\\x1b[2J\\x9b'],
  ['a\u2066b\u2069\u200f\u061c', 'a\\u2066b\\u2069\\u200f\\u061c'],
  ['line\u2028and\x85\x00\n', 'line\\u2028and\\x85\\x00\\x0a'],
  ['família 👩‍👩‍👧 می‌خواهم', 'família 👩‍👩‍👧 می‌خواهم'],
])('%j is printed as it is', (name, shown) => {
  expect(printable(name)).toBe(shown)
})
