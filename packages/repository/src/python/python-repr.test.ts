import { expect, test } from 'vitest'
import { pythonRepr } from './python-repr.ts'

test.each([
  ['', "''"],
  ["it's", `"it's"`],
  [`it's "so"`, `'it\\'s "so"'`],
  ['a\\b\n\r\t', "'a\\\\b\\n\\r\\t'"],
  ['\x00\x7f\x85\xa0\xad', "'\\x00\\x7f\\x85\\xa0\\xad'"],
  ['é日😀 ', "'é日😀 '"],
  ['\u200b\u2028\ue000\ud800', "'\\u200b\\u2028\\ue000\\ud800'"],
  ['\u{e0001}', "'\\U000e0001'"],
])('%j', (text, expected) => {
  expect(pythonRepr(text)).toBe(expected)
})
