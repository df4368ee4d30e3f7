import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileInfo, FoundArtifact } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MemoryRepository } from '../test/memory-repository.ts'
import { download } from './download.ts'

let dstPath: string
beforeEach(async () => {
  dstPath = await mkdtemp(join(tmpdir(), 'slash-at-end-'))
})
afterEach(() => rm(dstPath, { recursive: true }))

/** A store as S3: its keys are literal, and a walk gives them as they are. */
function store(keys: readonly string[]) {
  return Object.assign(new MemoryRepository(Object.fromEntries(keys.map((key) => [key, 'content']))), {
    async stat(path: string): Promise<FoundArtifact | undefined> {
      const directory = { path, isDir: true, fileSize: undefined }
      if (path === '') return directory
      const prefix = path.replace(/\/*$/, '/')
      const file = keys.includes(path) ? { path, isDir: false, fileSize: 7 } : undefined
      if (keys.some((key) => key.startsWith(prefix) && key !== path))
        return { ...directory, ...(file && { file }) }
      return file
    },
    async *walk(path: string): AsyncGenerator<FileInfo> {
      const prefix = path === '' ? '' : path.replace(/\/*$/, '/')
      for (const key of keys) if (key.startsWith(prefix)) yield { path: key, isDir: false, fileSize: 7 }
    },
  })
}

test.each([
  ['of a directory above', ['d/', 'd/x', 'e'], '', '', ['d', 'd/x', 'e'], 'd'],
  ['of the directory', ['d/', 'd/x', 'e'], 'd', '', ['d', 'd/x'], 'd'],
  ['of the directory as such', ['d/', 'd/x', 'e'], 'd/', 'd/', ['x'], 'd'],
  ['of the object itself', ['d/', 'e'], 'd/', '', [], 'd'],
  ['of the object itself as a directory', ['d/', 'e'], 'd/', 'd/', [], 'd'],
  ['of the root', ['', 'e'], '', '', ['e'], 'store'],
])('content under the name of a directory fails a download %s, and all else is in place', async (...row) => {
  const [, keys, path, base, expected, name] = row
  await expect(download(store(keys), path, { dstPath, base })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: expect.stringContaining(`The store holds content under '${name}/', the name of a directory`),
    hint: expect.stringContaining(`exclude: ['**/${name}', '!**/${name}/']`),
  })
  expect((await readdir(dstPath, { recursive: true })).sort()).toEqual(expected)
})

test.each([
  ['', 'd', ['d', 'd/x', 'e']],
  ['d', 'd', ['d', 'd/x']],
])('it can be left out as the hint says: below %j', async (path, name, expected) => {
  const exclude = [`**/${name}`, `!**/${name}/`]
  await download(store(['d/', 'd/x', 'e']), path, { dstPath, exclude })
  expect((await readdir(dstPath, { recursive: true })).sort()).toEqual(expected)
})

test('what is missing is told by the store', async () => {
  await expect(download(store(['f']), 'f/', { dstPath })).rejects.toMatchObject({
    code: 'RESOURCE_DOES_NOT_EXIST',
    message: expect.stringContaining("No such artifact: 'f/'"),
  })
  expect(await readdir(dstPath)).toEqual([])
})

test('that of the root can be left out, too', async () => {
  await download(store(['', 'e']), '', { dstPath, exclude: ['**/store', '!**/store/'] })
  expect(await readdir(dstPath)).toEqual(['e'])
})
