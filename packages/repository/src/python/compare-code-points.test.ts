import { expect, test } from 'vitest'
import { compareCodePoints } from './compare-code-points.ts'

test('sorts by code point, where UTF-16 would put an astral character before U+FFFF', () => {
  const sorted = ['', 'B', 'a', 'a/b', 'ab', 'é', '\uff01', '\uffff', '😀', '😁']
  expect([...sorted].reverse().sort(compareCodePoints)).toEqual(sorted)
})

test.each([
  ['x😀', 'x😁'],
  ['\ud83e', '\ud83d\udc00'],
  ['\ud83d', '\ud83d\ude00'],
  ['\udc00', '\uffff'],
])('%j comes before %j', (first, second) => {
  expect(compareCodePoints(first, second)).toBeLessThan(0)
  expect(compareCodePoints(second, first)).toBeGreaterThan(0)
  expect(compareCodePoints(first, first)).toBe(0)
})
