import type { FileInfo } from '@mlflow-artifacts/repository'
import { describe, expect, test } from 'vitest'
import { parseListing } from './parse-listing.ts'

function parse(text: string, directory = 'd', contentType = 'application/json'): FileInfo[] {
  const headers = { 'content-type': contentType }
  const body = (async function* () {})()
  return parseListing(text, directory, { status: 200, headers, url: 'http://h/l?key=canary', body })
}

function file(path: string, size?: unknown): object {
  return { path, is_dir: false, ...(size !== undefined && { file_size: size }) }
}

describe('an entry that leads elsewhere is refused by name', () => {
  test.each([
    '../x',
    'a/../../x',
    '..',
    '%2e%2e/x',
    '%252e%252e%252fx',
    '..%2fx',
    '/etc/passwd',
    '%2Fetc/passwd',
    'file:///etc/passwd',
    'file:/etc/passwd',
    'C:\\x',
    '\\\\server\\share',
    'a//b',
    'a/./b',
    'a/',
    'nul\0byte',
    '//[::1',
  ])('%j', (path) => {
    expect(() => parse(JSON.stringify({ files: [file('ok'), file(path)] }))).toThrow(
      expect.objectContaining({
        name: 'UnsafePathError',
        path,
        message: expect.stringContaining(JSON.stringify(path)),
      }),
    )
  })
})

test('an entry that leads elsewhere does not stand in the way of another', () => {
  const text = JSON.stringify({ files: [file('../x'), file('ok', 3), file('%2F.json')] })
  const response = { status: 200, headers: {}, url: 'http://h/l', body: (async function* () {})() }
  expect(parseListing(text, 'd', response, 'ok')).toEqual([{ path: 'd/ok', isDir: false, fileSize: 3 }])
  expect(() => parseListing(text, 'd', response, '../x')).toThrow('"../x"')
  expect(parseListing(text, 'd', response, 'nope')).toEqual([])
})

test('names are literal', () => {
  const names = [
    'a%20b',
    'semi;colon',
    'what?',
    '...',
    '-x',
    'ü q.png',
    ' lead',
    'back\\slash',
    'x:y',
    'a#b',
    'a%23b',
  ]
  expect(parse(JSON.stringify({ files: names.map((name) => file(name)) })).map(({ path }) => path)).toEqual(
    names.map((name) => `d/${name}`).sort(),
  )
})

test('the directory itself is no entry of its own', () => {
  expect(parse('{"files": [{"path": ".", "is_dir": true}, {"path": "a", "is_dir": true}]}')).toEqual([
    { path: 'd/a', isDir: true, fileSize: undefined },
  ])
})

test('sizes are exact numbers or nothing', () => {
  const sizes = ['7', '"8"', '0', '1e400', '9007199254740993', 'NaN', '-1', '1.5', 'null', '"x"', '{}']
  const entries = sizes.map(
    (size, index) => `{"path": "${'abcdefghijk'[index]}", "is_dir": false, "file_size": ${size}}`,
  )
  expect(parse(`{"files": [${entries}]}`).map(({ fileSize }) => fileSize)).toEqual([
    7,
    8,
    0,
    ...Array(8).fill(undefined),
  ])
})

test.each(['', 'not json', '[]', '1', '{"files": 1}', '{"files": [1]}', '{"files": [{"path": 1}]}'])(
  '%j is no listing',
  (text) => {
    expect(() => parse(text)).toThrow(
      /^The answer from http:\/\/h\/l\?key=REDACTED is no listing of artifacts/,
    )
  },
)

test('a login page is called one', () => {
  expect(() => parse('<html>Sign in</html>', 'd', 'text/html; charset=utf-8')).toThrow(
    expect.objectContaining({
      code: 'UNAUTHENTICATED',
      hint: expect.stringContaining('MLFLOW_TRACKING_TOKEN'),
    }),
  )
})

test('an answer that pollutes prototypes is harmless', () => {
  const listing = '{"__proto__": {"files": [{"path": "x"}]}, "constructor": 1}'
  expect(parse(listing)).toEqual([])
  expect(Object.hasOwn(Object.prototype, 'files')).toBe(false)
})

test('100,000 entries are sorted by code points', () => {
  const files = Array.from({ length: 100_000 }, (_, index) =>
    file(`file ${(index * 7919) % 100_000}.bin`, index),
  )
  const infos = parse(JSON.stringify({ files: [...files, file('\u{1f389}'), file('\uff5e')] }), '')
  expect(infos).toHaveLength(100_002)
  expect(infos.slice(-2).map(({ path }) => path)).toEqual(['\uff5e', '\u{1f389}'])
  expect(infos[2]?.path).toBe('file 10.bin')
})
