import { describe, expect, test } from 'vitest'
import { parsePythonJson } from './parse-python-json.ts'

describe('what Python writes that is no JSON', () => {
  test.each([
    ['NaN', Number.NaN],
    ['[NaN, -Infinity, Infinity]', [Number.NaN, -Infinity, Infinity]],
    ['{"a":NaN,"b":{"c":-Infinity}}', { a: Number.NaN, b: { c: -Infinity } }],
    ['"NaN and Infinity"', 'NaN and Infinity'],
    ['{"NaN \\" Infinity": NaN}', { 'NaN " Infinity': Number.NaN }],
    ['[0e-1, NaN, 0e-2]', [0, Number.NaN, 0]],
  ])('%s', (text, value) => {
    expect(parsePythonJson(text)).toEqual(value)
  })

  test.each([
    '-NaN',
    '+NaN',
    'NaN1',
    '1NaN',
    'Infinity1',
    '1-Infinity',
    '--Infinity',
    'nan',
    '[NaN',
    '',
    '\u{feff}1',
    "{'a': 1}",
  ])('%j is refused', (text) => {
    expect(() => parsePythonJson(text)).toThrow(SyntaxError)
  })
})

test('integers are exact', () => {
  expect(parsePythonJson('[9007199254740991, 9007199254740993, -9007199254740993, 1e300, 1.5]')).toEqual([
    9007199254740991,
    9007199254740993n,
    -9007199254740993n,
    1e300,
    1.5,
  ])
})

test('of equal keys the last one counts, and __proto__ is a key like any other', () => {
  const value = parsePythonJson('{"a": 1, "a": 2, "__proto__": {"polluted": true}}')
  expect(Object.entries(Object(value))).toEqual([
    ['a', 2],
    ['__proto__', { polluted: true }],
  ])
  expect('polluted' in {}).toBe(false)
})
