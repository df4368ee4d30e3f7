import { expect, test } from 'vitest'
import { localName } from './local-name.ts'

test.each([
  ['a/b c.txt', 'a/b c.txt'],
  ['C:/x', 'C_/x'],
  ['a<b>c:d"e|f?g*h\\i', 'a_b_c_d_e_f_g_h_i'],
  ['end. ', 'end._'],
  ['end.', 'end_'],
  ['con', '_con'],
  ['d/NUL.txt', 'd/_NUL.txt'],
  ['COM1.log', '_COM1.log'],
  ['console.txt', 'console.txt'],
  ['a\u0001b', 'a_b'],
  ['../x', '../x'],
])('%j is %j on Windows', (path, name) => {
  expect(localName(path, 'win32')).toBe(name)
  expect(localName(path, 'linux')).toBe(path)
})
