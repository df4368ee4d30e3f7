import { expect, test } from 'vitest'
import { parseQsl } from './parse-qsl.ts'
import { quote } from './quote.ts'
import { unquote } from './unquote.ts'
import { urlencode } from './urlencode.ts'

test('quote encodes the UTF-8 bytes of all but the safe characters', () => {
  expect(quote("a/b c#é?~_.-%'😀")).toBe('a/b%20c%23%C3%A9%3F~_.-%25%27%F0%9F%98%80')
  expect(quote('a/b:c', ':')).toBe('a%2Fb:c')
})

test('quote refuses what has no UTF-8 form', () => {
  expect(() => quote('a\ud800')).toThrow("Cannot be encoded as UTF-8: 'a\\ud800'")
})

test.each([
  ['a%20b%2Fc', 'a b/c'],
  ['%c3%a9', 'é'],
  ['%C3é%A9', '\ufffdé\ufffd'],
  ['%ff%e2%82', '\ufffd\ufffd'],
  ['%ed%a0%80', '\ufffd\ufffd\ufffd'],
  ['%ef%bb%bfa', '\ufeffa'],
  ['%%41%4%zz%', '%A%4%zz%'],
  ['%2541', '%41'],
])('unquote %j', (text, expected) => {
  expect(unquote(text)).toBe(expected)
})

test('a query is written and read with + for a space, and loses names without a value', () => {
  expect(
    urlencode([
      ['a b', 'c&d'],
      ['é', '/'],
    ]),
  ).toBe('a+b=c%26d&%C3%A9=%2F')
  expect(parseQsl('a+b=c%26d&x&y=&&=z&k=1=2')).toEqual([
    ['a b', 'c&d'],
    ['', 'z'],
    ['k', '1=2'],
  ])
})
