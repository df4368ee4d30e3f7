import { expect, test } from 'vitest'
import { UnsafePathError } from '../errors/unsafe-path-error.ts'
import { validatePathIsSafe } from './validate-path-is-safe.ts'

test.each(['../x', '%252e%252e/x', 'a/%2e%2e', '/etc', '%2fetc', 'C:/x', 'a%23b', 'file:///etc'])(
  '%s is refused, with the path as it was given',
  (path) => {
    expect(() => validatePathIsSafe(path)).toThrow(UnsafePathError)
    expect(() => validatePathIsSafe(path)).toThrow(expect.objectContaining({ path, message: 'Invalid path' }))
  },
)

test.each(['a\\b', '..\\x', 'c:x', 'a%5cb', '%63:x'])('%s is refused on Windows only', (path) => {
  expect(() => validatePathIsSafe(path, { platform: 'windows' })).toThrow(UnsafePathError)
  expect(() => validatePathIsSafe(path, { platform: 'posix' })).not.toThrow()
})
