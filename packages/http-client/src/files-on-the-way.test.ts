import { expect, test } from 'vitest'
import { FilesOnTheWay } from './files-on-the-way.ts'

test('a marker is beside a file of its name, whatever comes between them', () => {
  const files = new FilesOnTheWay()
  for (const name of ['a', 'a b', 'a-', 'a-b', 'a.txt']) files.add(name)
  expect(files.isBeside('a/')).toBe(true)
  files.add('a/b/c')
  expect(files.isBeside('a/b/')).toBe(false)
  expect(files.isBeside('a0/')).toBe(false)
  expect(files.isBeside('a/')).toBe(true)
})
