import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type FileInfo,
  IntegrityError,
  MlflowError,
  TransferError,
  UnsafePathError,
} from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MemoryRepository } from '../test/memory-repository.ts'
import { download } from './download.ts'
import type { DownloadProgress } from './download-progress.ts'

let folder: string
let dstPath: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transfer-'))
  dstPath = join(folder, 'dst')
  await mkdir(dstPath)
})
afterEach(() => rm(folder, { recursive: true }))

async function tree(): Promise<string[]> {
  return (await readdir(dstPath, { recursive: true })).sort()
}

const TREE = { 'a.txt': 'a', 'd/b.txt': 'bb', 'd/e/c.txt': 'ccc' }

describe('what is written where', () => {
  test('a directory keeps its path', async () => {
    const path = await download(new MemoryRepository(TREE), 'd', { dstPath })
    expect(path).toBe(join(dstPath, 'd'))
    expect(await tree()).toEqual(['d', 'd/b.txt', 'd/e', 'd/e/c.txt'])
    expect(await readFile(join(dstPath, 'd/e/c.txt'), 'utf8')).toBe('ccc')
  })

  test('paths are laid out from the base', async () => {
    expect(await download(new MemoryRepository(TREE), 'd/e', { dstPath, base: 'd' })).toBe(join(dstPath, 'e'))
    expect(await tree()).toEqual(['e', 'e/c.txt'])
  })

  test('the base may be the directory itself', async () => {
    expect(await download(new MemoryRepository(TREE), 'd', { dstPath, base: 'd' })).toBe(dstPath)
    expect(await tree()).toEqual(['b.txt', 'e', 'e/c.txt'])
  })

  test('everything, and nothing, of a repository', async () => {
    expect(await download(new MemoryRepository(TREE), '', { dstPath })).toBe(dstPath)
    expect(await download(new MemoryRepository({}), '', { dstPath })).toBe(dstPath)
    expect(await tree()).toEqual(['a.txt', 'd', 'd/b.txt', 'd/e', 'd/e/c.txt'])
  })

  test('an existing file is replaced, and nothing else removed', async () => {
    await writeFile(join(dstPath, 'a.txt'), 'old and longer')
    await writeFile(join(dstPath, 'other.txt'), 'kept')
    await download(new MemoryRepository(TREE), 'a.txt', { dstPath })
    expect(await readFile(join(dstPath, 'a.txt'), 'utf8')).toBe('a')
    expect(await tree()).toEqual(['a.txt', 'other.txt'])
  })

  test('the umask decides who may read a finished file', async () => {
    await download(new MemoryRepository(TREE), 'a.txt', { dstPath })
    expect((await stat(join(dstPath, 'a.txt'))).mode & 0o777).toBe(0o666 & ~process.umask())
  })
})

describe('never a wrong file', () => {
  test.each([
    ['fewer bytes than served', { content: 'short', servedSize: 9, listedSize: undefined }],
    ['fewer bytes than listed', { content: 'short', servedSize: undefined, listedSize: 9 }],
    ['more bytes than served', { content: 'too long', servedSize: 3, listedSize: undefined }],
    ['a served size that is not the listed one', { content: 'size', servedSize: 4, listedSize: 5 }],
  ])('%s', async (_name, file) => {
    const failure = await download(new MemoryRepository({ 'm/f': file, 'm/ok': 'ok' }), 'm', {
      dstPath,
      retryBaseMs: 1,
    }).catch((e: unknown) => e)
    expect(failure).toBeInstanceOf(TransferError)
    expect(failure).toMatchObject({ code: 'DATA_LOSS', cause: expect.any(IntegrityError) })
    expect(await tree()).toEqual(['m', 'm/ok'])
  })

  test('what nobody gave a size of is marked', async () => {
    const events: DownloadProgress[] = []
    const file = { content: 'x', servedSize: undefined, listedSize: undefined }
    const onProgress = (event: DownloadProgress) => events.push(event)
    await download(new MemoryRepository({ f: file, g: 'known' }), '', { dstPath, onProgress })
    const finished = events.flatMap((event) => event.finished)
    expect(finished.map(({ path, verified }) => [path, verified]).sort()).toEqual([
      ['f', 'none'],
      ['g', 'size'],
    ])
    expect(events.at(-1)?.files).toEqual({ done: 2, expected: 2 })
  })
})

describe('failures', () => {
  test('each failed file is named, in Python’s words, and the others are in place', async () => {
    const refused = new MlflowError('Refused', { code: 'PERMISSION_DENIED', hint: 'Ask for access.' })
    const repository = new MemoryRepository({ 'm/a': 'a', 'm/b': { content: 'b', failure: refused } })
    await expect(download(repository, 'm', { dstPath })).rejects.toMatchObject({
      message:
        'The following failures occurred while downloading one or more artifacts from memory://store:\n##### File m/b #####\nRefused',
      code: 'PERMISSION_DENIED',
      hint: 'Ask for access.',
    })
    expect(await tree()).toEqual(['m', 'm/a'])
  })

  test('the second of two names that become one (two-names)', async () => {
    const repository = new MemoryRepository({ 'd/./a': 'first', 'd/a': 'second' })
    const names = async function* (): AsyncGenerator<FileInfo> {
      for (const path of ['d/./a', 'd/a']) yield { path, isDir: false, fileSize: undefined }
    }
    const listing = Object.assign(repository, { walk: names })
    await expect(download(listing, 'd', { dstPath })).rejects.toMatchObject({
      message: expect.stringContaining("'d/a' would become the same file as another artifact"),
    })
    expect(await tree()).toEqual(['d', 'd/a'])
  })

  test.each<[entries: [path: string, isDir: boolean][], failed: string[]]>([
    [
      [
        ['a', false],
        ['a-b', false],
        ['a/b', false],
      ],
      ['a/b'],
    ],
    [
      [
        ['a/b', false],
        ['a', false],
        ['a-b', false],
      ],
      ['a'],
    ],
    [
      [
        ['a', false],
        ['a/b/c/d', false],
        ['a/b/c', false],
      ],
      ['a/b/c/d', 'a/b/c'],
    ],
    [
      [
        ['d/a/b/c', false],
        ['d/a', false],
        ['d/e', false],
      ],
      ['d/a'],
    ],
    [
      [
        ['a', false],
        ['a', true],
      ],
      ['a'],
    ],
    [
      [
        ['a', true],
        ['a', false],
      ],
      ['a'],
    ],
    [
      [
        ['a/b', true],
        ['a', false],
      ],
      ['a'],
    ],
  ])('%j is what a store can hold, and no file system', async (entries, failed) => {
    const repository = Object.assign(
      new MemoryRepository(Object.fromEntries(entries.map(([path]) => [path, path]))),
      {
        async *walk(): AsyncGenerator<FileInfo> {
          for (const [path, isDir] of entries) yield { path, isDir, fileSize: undefined }
        },
      },
    )
    const error: unknown = await download(repository, '', { dstPath }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(TransferError)
    expect(error).toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringMatching(
        /The store holds '(d\/)?a' as a file and as a directory, which a file system cannot/,
      ),
      hint: expect.stringContaining("a/**'"),
    })
    expect(error).toMatchObject({ hint: expect.not.stringContaining('remove it') })
    if (error instanceof TransferError) expect([...error.failures.keys()]).toEqual(failed)
    // All others are in place.
    for (const [path, isDir] of entries) {
      if (!failed.includes(path)) expect((await stat(join(dstPath, path))).isDirectory()).toBe(isDir)
    }
  })

  test('one of the two can be left out', async () => {
    const files = { 'd/a': 'file', 'd/a/b': 'below', 'd/c': 'other' }
    await download(new MemoryRepository(files), '', { dstPath, exclude: ['**/a/**'] })
    expect(await tree()).toEqual(['d', 'd/a', 'd/c'])
  })

  test('files that are downloaded earn back the retries of others', async () => {
    const files = Array.from({ length: 120 }, (_, index) => `f${index}`)
    const repository = new MemoryRepository(Object.fromEntries(files.map((path) => [path, path])))
    const tried = new Set<string>()
    const busy = new MlflowError('busy', { code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
    const open = (path: string) => {
      if (tried.has(path)) return MemoryRepository.prototype.open.call(repository, path)
      tried.add(path)
      return Promise.reject(busy)
    }
    // The budget alone is worth 100 retries.
    await download(Object.assign(repository, { open }), '', { dstPath, retryBaseMs: 1 })
    expect(await tree()).toEqual(files.sort())
  })

  test('a missing path', async () => {
    await expect(download(new MemoryRepository(TREE), 'nope', { dstPath })).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    })
    expect(await tree()).toEqual([])
  })

  test('a destination that is missing, and one that is a file', async () => {
    const repository = new MemoryRepository(TREE)
    await expect(download(repository, 'a.txt', { dstPath: join(folder, 'no') })).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    })
    await writeFile(join(folder, 'file'), '')
    await expect(download(repository, 'a.txt', { dstPath: join(folder, 'file') })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    })
  })

  test('a directory stands where a file belongs, and a file where a directory does', async () => {
    await mkdir(join(dstPath, 'a.txt'))
    await writeFile(join(dstPath, 'd'), 'a file')
    for (const path of ['a.txt', 'd']) {
      await expect(download(new MemoryRepository(TREE), path, { dstPath })).rejects.toMatchObject({
        code: 'INVALID_PARAMETER_VALUE',
        hint: expect.stringContaining('remove it'),
      })
    }
    expect(await tree()).toEqual(['a.txt', 'd'])
  })

  test('a concurrency that is no count', async () => {
    await expect(download(new MemoryRepository(TREE), '', { dstPath, concurrency: 0 })).rejects.toMatchObject(
      {
        code: 'INVALID_PARAMETER_VALUE',
      },
    )
  })
})

describe('nothing outside the destination', () => {
  test.each(['../x', 'd/../../x', '/etc/x', 'd/\0', 'd/..'])('a listing with %j', async (path) => {
    const repository = new MemoryRepository({ 'd/a': 'a' })
    repository.list = async function* () {
      yield { path, isDir: false, fileSize: 1 }
    }
    await expect(download(repository, 'd', { dstPath })).rejects.toBeInstanceOf(UnsafePathError)
    expect(await readdir(folder)).toEqual(['dst'])
  })

  test('a directory that is a symbolic link out', async () => {
    await mkdir(join(folder, 'outside'))
    await symlink('../outside', join(dstPath, 'd'))
    await expect(download(new MemoryRepository(TREE), 'd', { dstPath })).rejects.toBeInstanceOf(
      UnsafePathError,
    )
    expect(await readdir(join(folder, 'outside'))).toEqual([])
  })

  test('a file that is a symbolic link out is not written through', async () => {
    await writeFile(join(folder, 'outside'), 'kept')
    await symlink('../outside', join(dstPath, 'a.txt'))
    await expect(download(new MemoryRepository(TREE), 'a.txt', { dstPath })).rejects.toBeInstanceOf(
      UnsafePathError,
    )
    expect(await readFile(join(folder, 'outside'), 'utf8')).toBe('kept')
  })

  test('a symbolic link to a directory inside is followed, as Python does', async () => {
    await mkdir(join(dstPath, 'real'))
    await symlink('real', join(dstPath, 'd'))
    await download(new MemoryRepository(TREE), 'd', { dstPath })
    expect(await readFile(join(dstPath, 'real/b.txt'), 'utf8')).toBe('bb')
  })
})

test('no more files are open at once than asked for, and listing goes on meanwhile', async () => {
  // Each waits until as many are open as may be, or there are no more to come.
  const beforeEnd = async () => {
    for (let turn = 0; repository.openAtOnce < 3 && turn < 100; turn += 1) {
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }
  const files = Array.from({ length: 40 }, (_, index) => [
    `d/${index}`,
    { content: `content ${index}`, beforeEnd },
  ])
  const repository = new MemoryRepository(Object.fromEntries(files))
  await download(repository, 'd', { dstPath, concurrency: 3 })
  expect(repository.opened).toBe(40)
  expect(repository.mostOpenAtOnce).toBe(3)
})

test('an abort rejects with its reason, and no partial file stays', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const beforeEnd = async () => {
    expect((await tree()).some((name) => name.endsWith('.part'))).toBe(true)
    controller.abort(reason)
    controller.signal.throwIfAborted()
  }
  const repository = new MemoryRepository({ 'big.bin': { content: 'content', beforeEnd } })
  await expect(download(repository, 'big.bin', { dstPath, signal: controller.signal })).rejects.toBe(reason)
  expect(await tree()).toEqual([])
})
