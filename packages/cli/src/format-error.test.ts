import { MlflowError, RestError, TransferError } from 'mlflow-artifacts'
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

test('of many files, each is told of, and not the first a second time', () => {
  const failures = new Map([
    ['a/b.txt', new MlflowError('Expected 5 bytes,\nbut received 3')],
    ['c.txt', new MlflowError("No such artifact: 'c.txt'")],
  ])
  const error = new TransferError('file:///store', failures)
  const lines = [
    'The following failures occurred while downloading one or more artifacts from file:///store:',
    '    ##### File a/b.txt #####',
    '    Expected 5 bytes,',
    '    but received 3',
    '    ##### File c.txt #####',
    "    No such artifact: 'c.txt'",
    '',
  ].join('\n')
  expect(formatError(error)).toBe(`error: ${lines}`)
  const wrapped = new MlflowError(`Failed to download. ${error.message}`, { cause: error })
  expect(formatError(wrapped)).toBe(`error: Failed to download. ${lines}`)
})

test('of many files, each is told of where the error around them is silent', () => {
  const failures = new Map([
    ['a/b.txt', new MlflowError('Expected 5 bytes')],
    ['c.txt', new MlflowError("No such artifact: 'c.txt'")],
  ])
  const error = new MlflowError('Failed.', { cause: new TransferError('file:///store', failures) })
  expect(formatError(error)).toBe(
    "error: Failed.\ncause: a/b.txt: Expected 5 bytes\n    No such artifact: 'c.txt'\n",
  )
})

test('the cause of a file that failed is told', () => {
  const error = new TransferError('s3://b', new Map([['a', new MlflowError('Cannot read it', { cause })]]))
  expect(formatError(error)).toContain(`\ncause: ${cause.message}\n`)
})

test('every line of a message and of its cause is printed, and only the first of each begins at the left', () => {
  const error = new MlflowError('one\r\ntwo', { cause: new Error('three\nhint: four') })
  expect(formatError(error)).toBe('error: one\n    two\ncause: three\n    hint: four\n')
})

const PAGE =
  '<!DOCTYPE html>\n<html><head><style>a{b:c}</style><title>\n 502 Bad &amp; Worse\n</title></head>\n<body>long</body></html>\r\n'

test.each([
  ['a page', `answered: ${PAGE}`, 'answered: an HTML page, "502 Bad & Worse"'],
  ['one in quotes', `body: '${PAGE}'`, `body: 'an HTML page, "502 Bad & Worse"'`],
  ['one that was cut off', `body: '${PAGE.slice(0, 90)}…'`, `body: 'an HTML page, "502 Bad & Worse"…'`],
  ['one without a title', '<html><body><h1>It <b>works</b></h1>', 'an HTML page, "It works"'],
  ['one that says nothing', '<HTML></HTML>', 'an HTML page'],
  [
    'two',
    `##### File a #####\n<html>x\n##### File b #####\n<html>y`,
    '##### File a #####\n    an HTML page\n    ##### File b #####\n    an HTML page',
  ],
])('%s is shown by its title', (_, message, shown) => {
  expect(formatError(new Error(message))).toBe(`error: ${shown}\n`)
})

test.each([
  ["MLflow's", '{"error_code": "X", "message": "no {such} \\"run\\""}', 'no {such} "run"'],
  ["Google's", '{\n "error": {\n "code": 403, "message": "no access" } }', 'no access'],
  ["a gateway's", '{"message":"Forbidden"}', 'Forbidden'],
  ["FastAPI's", '{"detail": "Not Found"}', 'Not Found'],
  ['a list', '{"errors": [{"code": "DENIED", "message": "denied"}]}', 'denied'],
  ["OAuth's", '{"error": "invalid_grant", "error_description": "expired"}', 'expired'],
  ['one that was cut off', '{"error_code": "X", "message": "no such r', 'no such r…'],
  ['one without a message', '{"a": {"b": 1}}', '{"a": {"b": 1}}'],
])('JSON is shown by its message: %s', (_, body, shown) => {
  const error = new MlflowError('failed', { cause: new Error(`Response text: ${body}`) })
  expect(formatError(error)).toBe(`error: failed\ncause: Response text: ${shown}\n`)
})

test('an answer that Python shows as a dictionary is shown by its message, too', () => {
  const body = { error: { message: 'no access' } }
  const error = new RestError("INTERNAL_ERROR: Response: {'error': {'message': 'no access'}}", {
    status: 403,
    body,
  })
  expect(formatError(error)).toBe('error: INTERNAL_ERROR: no access\n')
  const silent = new RestError("INTERNAL_ERROR: Response: {'a': 1}", { status: 403, body: { a: 1 } })
  expect(formatError(silent)).toBe("error: INTERNAL_ERROR: Response: {'a': 1}\n")
})

test('a message without an end has one', () => {
  expect(formatError(new Error('a'.repeat(10 ** 6))).length).toBeLessThan(21_000)
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
