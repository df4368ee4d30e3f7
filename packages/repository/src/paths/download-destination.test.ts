import { expect, test } from 'vitest'
import { UnsafePathError } from '../errors/unsafe-path-error.ts'
import { downloadDestination } from './download-destination.ts'
import type { FileSystemView } from './machine.ts'
import { validatePathWithinDirectory } from './validate-path-within-directory.ts'

// A disk of nothing but symbolic links.
function disk(links: Readonly<Record<string, string>>, windows = false): FileSystemView {
  return {
    platform: windows ? 'windows' : 'posix',
    cwd: windows ? 'C:\\work' : '/work',
    readLink: async (path) => links[path],
    exists: async () => false,
  }
}

test.each([
  ['a/b.txt', '/work/out/a/b.txt'],
  ['a/../b//c/', '/work/out/b/c'],
  ['in/b', '/work/out/in/b'],
])('%s is written to %s', async (path, expected) => {
  const view = disk({ '/work/out/in': 'sub' })
  expect(await downloadDestination(path, '/work/out', view)).toBe(expected)
})

test.each(['../x', '/etc/x', 'a/../../x', 'up/x', 'up', 'out/x', 'chain/x'])(
  '%s is refused',
  async (path) => {
    const view = disk({
      '/work/out/up': '..',
      '/work/out/out': '/etc',
      '/work/out/chain': 'step/deeper',
      '/work/out/step': '../../tmp',
    })
    await expect(downloadDestination(path, '/work/out', view)).rejects.toThrow(UnsafePathError)
  },
)

test('a destination below a symbolic link is compared where it really is', async () => {
  const view = disk({ '/work/link': '/data/real', '/data': '/volume' })
  expect(await validatePathWithinDirectory('link', '/volume/real/x', view)).toBe('/volume/real/x')
})

test('links in a circle are an error', async () => {
  const view = disk({ '/work/out/a': 'b', '/work/out/b': 'a' })
  await expect(downloadDestination('a/x', 'out', view)).rejects.toThrow("Symlink loop from '/work/out/a'")
})

test('on Windows, what no file name can hold becomes _, so that no drive or share is named', async () => {
  const view = disk({}, true)
  expect(await downloadDestination('a:b/c?.txt', 'C:\\out', view)).toBe('C:\\out\\a_b\\c_.txt')
  expect(await downloadDestination('..\\x', 'c:\\OUT', view)).toBe('c:\\OUT\\.._x')
  await expect(downloadDestination('../x', 'C:\\out', view)).rejects.toThrow(UnsafePathError)
})
