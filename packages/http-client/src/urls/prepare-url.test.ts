import { expect, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { encodePath } from './encode-path.ts'
import { encodePathSegment } from './encode-path-segment.ts'
import { prepareUrl } from './prepare-url.ts'

// Each answer is that of python-requests 2.34 with urllib3 2.8.
test.each([
  ['HTTP://User:P%40ss@H:0080/p', 'http://User:P%40ss@h:80/p'],
  ['http://h?a b=c', 'http://h/?a%20b=c'],
  ['  http://h/ ', 'http://h/%20'],
  ['http://ü.example/ä', 'http://xn--tda.example/%C3%A4'],
  ['http://h/a%zz%41', 'http://h/a%25zz%2541'],
  ['http://h/%7e%2f%c3', 'http://h/~%2F%C3'],
  ['http://h/a/b/../../../c', 'http://h/c'],
  ['http://h/a/.', 'http://h/a/'],
  ['http://h//a//../b', 'http://h//a/b'],
  ['http://h/?q=%2F%zz[1]', 'http://h/?q=%252F%25zz%5B1%5D'],
  ['http://[2001:DB8::A]:80/', 'http://[2001:db8::a]:80/'],
  ['http://h/p?#', 'http://h/p'],
  ['http://h/a|b^c`{}', 'http://h/a%7Cb%5Ec%60%7B%7D'],
  ['http://h\\p/q', 'http://h/%5Cp/q'],
  ['http://a@b@h/', 'http://a%40b@h/'],
  ['http://h/\n', 'http://h/%0A'],
])('%j', (url, expected) => {
  expect(prepareUrl(url)).toBe(expected)
})

test.each([
  `ftp://user:${CANARY}@h/`,
  'h/p',
  '',
  'http://',
  'http:///p',
  'http://h:65536/',
  'http://*.h/',
  'http://[::1/',
])('%j is no URL to send', async (url) => {
  const error = await failureOf((async () => prepareUrl(url))())
  expect(error.code).toBe('INVALID_PARAMETER_VALUE')
  expect(error.message).toMatch(/^Invalid url: /)
})

test('parameters are appended', () => {
  expect(
    prepareUrl('http://h/p?a=b', [
      ['c d', 'é&'],
      ['e', ''],
    ]),
  ).toBe('http://h/p?a=b&c+d=%C3%A9%26&e=')
})

test('literal names are encoded whole', () => {
  expect(encodePathSegment('a/b c#d?e%20f+&ü~')).toBe('a%2Fb%20c%23d%3Fe%2520f%2B%26%C3%BC~')
  expect(encodePath('a#/b%2F/c')).toBe('a%23/b%252F/c')
  expect(() => encodePath('\ud800')).toThrow('Cannot be encoded as UTF-8')
})
