import { MlflowError, TransferError } from 'mlflow-artifacts'
import { expect, test } from 'vitest'
import { formatError } from './format-error.ts'

const cause = new Error('EACCES: permission denied, open /store/b.txt')

test('what failed and where, why, and what to do', () => {
  const error = new MlflowError('Cannot read the store', { uri: '/store', hint: 'Ask its owner.', cause })
  expect(formatError(error)).toBe(
    'error: Cannot read the store (/store)\ncause: EACCES: permission denied, open /store/b.txt\nhint: Ask its owner.\n',
  )
})

test('nothing is said twice', () => {
  const error = new MlflowError(`Cannot read /store: ${cause.message}`, { uri: '/store', cause })
  expect(formatError(error)).toBe(`error: ${error.message}\n`)
})

test('of many files, the first that failed stands for all', () => {
  const failures = new Map([
    ['a/b.txt', new MlflowError('Expected 5 bytes, but received 3')],
    ['c.txt', new MlflowError("No such artifact: 'c.txt'")],
  ])
  const error = new TransferError('file:///store', failures)
  const lines = [
    'error: The following failures occurred while downloading one or more artifacts from file:///store:',
    'cause: a/b.txt: Expected 5 bytes, but received 3 (and 1 more)',
    '',
  ].join('\n')
  expect(formatError(error)).toBe(lines)
  const wrapped = new MlflowError(`Failed to download. ${error.message}`, { cause: error })
  expect(formatError(wrapped).split('\n').slice(1)).toEqual(lines.split('\n').slice(1))
})

test('names that others chose stay on their line, and do not steer the terminal', () => {
  expect(formatError(new MlflowError("No such artifact: 'a\x1b[2Jb\rc'"))).toBe(
    "error: No such artifact: 'a\\x1b[2Jb\\x0dc'\n",
  )
})

test('with the stack and every field where more is asked for', () => {
  const text = formatError(new MlflowError('failed', { code: 'DATA_LOSS', cause }), { verbose: true })
  expect(text).toContain('format-error.test.ts')
  expect(text).toContain("code: 'DATA_LOSS'")
  expect(text).toContain(cause.message)
})

test('what is no error of ours is told as well', () => {
  expect(formatError(new TypeError('wrong'))).toBe('error: wrong\n')
  expect(formatError('thrown')).toBe('error: thrown\n')
})
