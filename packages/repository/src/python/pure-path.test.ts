import { describe, expect, test } from 'vitest'
import { PurePath } from './pure-path.ts'

describe('windows', () => {
  test.each([
    ['C:\\a\\.\\b\\', 'C:', '\\', ['a', 'b'], true],
    ['c:x', 'c:', '', ['x'], false],
    ['/a/../b', '', '\\', ['a', '..', 'b'], false],
    ['//srv/share/x', '\\\\srv\\share', '\\', ['x'], true],
    ['\\\\?\\C:\\x', '\\\\?\\C:', '\\', ['x'], true],
    ['\\\\?\\UNC\\srv\\share\\x', '\\\\?\\UNC\\srv\\share', '\\', ['x'], true],
    ['', '', '', [], false],
  ])('%s', (text, drive, root, names, isAbsolute) => {
    const path = PurePath.parse(text, 'windows')
    expect([path.drive, path.root, path.names, path.isAbsolute]).toEqual([drive, root, names, isAbsolute])
  })

  test.each([
    ['C:\\a', 'b/c', 'C:\\a\\b\\c'],
    ['C:\\a', '\\b', 'C:\\b'],
    ['C:\\a', 'c:b', 'C:\\a\\b'],
    ['C:\\a', 'D:b', 'D:b'],
  ])('%s joined with %s', (first, second, expected) => {
    const joined = PurePath.parse(first, 'windows').join(PurePath.parse(second, 'windows'))
    expect(joined.toString()).toBe(expected)
  })

  test('ignores case when it compares', () => {
    const path = PurePath.parse('c:\\DATA\\x', 'windows')
    expect(path.isRelativeTo(PurePath.parse('C:/data', 'windows'))).toBe(true)
    expect(path.isRelativeTo(PurePath.parse('C:/dat', 'windows'))).toBe(false)
  })
})

describe('posix', () => {
  test.each([
    ['//a//./b/', '//a/b'],
    ['///a', '/a'],
    ['a/../b', 'a/../b'],
    ['', '.'],
  ])('%s', (text, expected) => {
    expect(PurePath.parse(text, 'posix').toString()).toBe(expected)
  })

  test('a backslash is a character as any other', () => {
    expect(PurePath.parse('a\\b', 'posix').names).toEqual(['a\\b'])
  })
})
