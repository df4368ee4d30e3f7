import { describe, expect, test } from 'vitest'
import {
  isLocalUri,
  localFileUriToPath,
  pathToLocalFileUri,
  resolveUriIfLocal,
  splitArtifactUri,
} from './index.ts'

const machine = { platform: 'windows', cwd: 'C:\\work dir' } as const

describe('on Windows', () => {
  test.each([
    ['C:\\x', true],
    ['c:x', true],
    ['\\\\srv\\share', false],
    ['a\\b', true],
    ['s3://b', false],
  ])('isLocalUri(%s)', (uri, expected) => {
    expect(isLocalUri(uri, machine)).toBe(expected)
  })

  test.each([
    ['file:///C:/a%20b', 'C:\\a b'],
    ['file://srv/share/x', '\\\\srv\\share\\x'],
    ['C:/x', 'C:\\x'],
  ])('localFileUriToPath(%s)', (uri, expected) => {
    expect(localFileUriToPath(uri, machine)).toBe(expected)
  })

  test.each([
    ['a b\\c#d', 'file:///C:/work%20dir/a%20b/c%23d'],
    ['D:\\x\\..\\y', 'file:///D:/y'],
    ['\\\\srv\\share\\x', 'file://srv/share/x'],
  ])('pathToLocalFileUri(%s)', (path, expected) => {
    expect(pathToLocalFileUri(path, machine)).toBe(expected)
  })

  test.each([
    ['a\\b', 'file:///C:/work dir/a/b'],
    ['file:a#f', 'file:///C:/work dir/a#f'],
    ['D:\\x', 'D:\\x'],
  ])('resolveUriIfLocal(%s)', (uri, expected) => {
    expect(resolveUriIfLocal(uri, machine)).toBe(expected)
  })

  test('an existing path is split as its file: URI', () => {
    const split = splitArtifactUri('a b\\c.txt', { ...machine, pathExists: () => true })
    expect(split).toEqual(['file:///C:/work%20dir/a%20b', 'c.txt'])
  })
})
