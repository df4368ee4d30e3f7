import { MlflowError, TransferError } from 'mlflow-artifacts'
import { expect, test } from 'vitest'
import { errorToJson } from './error-to-json.ts'

test('a failure is one line of JSON with what is known of it, and in ASCII', () => {
  const cause = new Error('inner\n2')
  const error = new MlflowError('nö\x1b\n', { code: 'PERMISSION_DENIED', uri: 's3://b', hint: 'Ask.', cause })
  const text = errorToJson(error)
  expect(text).toMatch(/^[\x20-\x7e]+\n$/)
  expect(JSON.parse(text)).toEqual({
    error: {
      code: 'PERMISSION_DENIED',
      message: 'nö\x1b\n',
      uri: 's3://b',
      hint: 'Ask.',
      cause: 'inner\n2',
      retryable: false,
      exitCode: 3,
    },
  })
})

test('each file that failed is in it, also where another error is around them', () => {
  const failure = new MlflowError('gone', { code: 'RESOURCE_DOES_NOT_EXIST', hint: 'Look.' })
  const transfer = new TransferError('s3://b', new Map([['a/b', failure]]))
  for (const error of [transfer, new MlflowError('around', { code: transfer.code, cause: transfer })]) {
    expect(JSON.parse(errorToJson(error)).error).toMatchObject({
      exitCode: 2,
      failures: [{ path: 'a/b', code: 'RESOURCE_DOES_NOT_EXIST', message: 'gone', hint: 'Look.' }],
    })
  }
})

test('what is no error of ours has a code, too, and the stack only where it is asked for', () => {
  expect(JSON.parse(errorToJson('thrown'))).toEqual({
    error: { code: 'INTERNAL_ERROR', message: 'thrown', exitCode: 1 },
  })
  const { error } = JSON.parse(errorToJson(new TypeError('wrong'), { verbose: true, exitCode: 130 }))
  expect(error).toMatchObject({ message: 'wrong', exitCode: 130, stack: expect.stringContaining('.test.ts') })
})
