import { expect, test } from 'vitest'
import { MlflowError } from '../errors/mlflow-error.ts'
import { ntJoin } from './nt-join.ts'
import { ntNormpath } from './nt-normpath.ts'
import { ntUrlToPathname } from './nt-url-to-pathname.ts'

test.each([
  ['C:\\a', 'b', 'C:\\a\\b'],
  ['C:\\a\\', 'c:b', 'c:\\a\\b'],
  ['C:\\a', 'D:\\b', 'D:\\b'],
  ['C:\\a', '/b', 'C:/b'],
  ['\\\\srv\\share', 'b', '\\\\srv\\share\\b'],
])('join %s and %s', (first, second, expected) => {
  expect(ntJoin(first, second)).toBe(expected)
})

test.each([
  ['a/b/../c', 'a\\c'],
  ['C:/../a', 'C:\\a'],
  ['C:../a', 'C:..\\a'],
  ['\\\\srv\\share\\..\\a', '\\\\srv\\share\\a'],
  ['', '.'],
])('normpath %s', (path, expected) => {
  expect(ntNormpath(path)).toBe(expected)
})

test.each([
  ['///C:/a%20b/', 'C:\\a b'],
  ['/c|/', 'C:\\'],
  ['////srv/share/x', '\\\\srv\\share\\x'],
  ['a%2Fb/c', 'a/b\\c'],
])('the path of file:%s', (urlPath, expected) => {
  expect(ntUrlToPathname(urlPath)).toBe(expected)
})

test('a colon that follows no drive letter is refused', () => {
  expect(() => ntUrlToPathname('/1:/x')).toThrow(MlflowError)
})
