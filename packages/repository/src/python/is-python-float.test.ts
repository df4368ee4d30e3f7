import { expect, test } from 'vitest'
import { isPythonDigits } from './is-python-digits.ts'
import { isPythonFloat } from './is-python-float.ts'
import { pythonStrip } from './python-strip.ts'

test.each(['1', '-1.', '.5e-3', '1_000', ' 1\n', '\u3000٣', 'Infinity', '-nan', '1e999'])(
  'float(%j)',
  (text) => {
    expect(isPythonFloat(text)).toBe(true)
  },
)

test.each(['', '.', '_1', '1__0', '1_.0', '0x10', '1 2', 'infin', '²', '\x1c1'])('no float(%j)', (text) => {
  expect(isPythonFloat(text)).toBe(false)
})

test.each(['0', '001', '²', '١', '①', '1٣'])('%j are digits', (text) => {
  expect(isPythonDigits(text)).toBe(true)
})

test.each(['', '1.0', '-1', '½', 'Ⅷ', '一', '1 '])('%j are none', (text) => {
  expect(isPythonDigits(text)).toBe(false)
})

test("strip takes Python's white space, which is not JavaScript's", () => {
  expect(pythonStrip('\x1c\x85 a b\u2003\u3000')).toBe('a b')
  expect(pythonStrip('\ufeffa')).toBe('\ufeffa')
})
