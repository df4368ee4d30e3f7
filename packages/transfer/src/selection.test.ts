import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmptySelectionError, type FileInfo } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MemoryRepository } from '../test/memory-repository.ts'
import { download } from './download.ts'

let dstPath: string

beforeEach(async () => {
  dstPath = await mkdtemp(join(tmpdir(), 'selection-'))
})
afterEach(() => rm(dstPath, { recursive: true }))

const FILES = {
  MLmodel: 'm',
  'data/train/a.csv': 'a',
  'data/train/b.parquet': 'b',
  'data/val/a.csv': 'c',
  'sub/data/x.csv': 'd',
}

async function files(): Promise<string[]> {
  const entries = await readdir(dstPath, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dstPath.length + 1))
    .sort()
}

describe('patterns are read from the directory that is downloaded', () => {
  test.each<[path: string, include: string[] | undefined, exclude: string[] | undefined, taken: string[]]>([
    ['', ['data/**'], undefined, ['data/train/a.csv', 'data/train/b.parquet', 'data/val/a.csv']],
    ['', ['data/train/*.parquet'], undefined, ['data/train/b.parquet']],
    ['', ['**/train/*.csv'], undefined, ['data/train/a.csv']],
    ['', undefined, ['data/**'], ['MLmodel', 'sub/data/x.csv']],
    ['', undefined, ['data'], ['MLmodel']],
    ['', ['*.csv'], ['/data'], ['sub/data/x.csv']],
    ['data', ['train/*.csv'], undefined, ['data/train/a.csv']],
    ['data', ['/train'], ['*.csv'], ['data/train/b.parquet']],
    ['data/train/a.csv', ['*.csv'], undefined, ['data/train/a.csv']],
    ['data/train/a.csv', undefined, ['data/**', 'train/*'], ['data/train/a.csv']],
  ])('%j: include %j, exclude %j', async (path, include, exclude, taken) => {
    await download(new MemoryRepository(FILES), path, { dstPath, include, exclude })
    expect(await files()).toEqual(taken)
  })
})

describe('what selects nothing is an error that says what is there', () => {
  test.each<[path: string, include: string[] | undefined, exclude: string[] | undefined, message: string]>([
    [
      '',
      ['*.json', 'date/**'],
      undefined,
      'memory://store is selected by include ["*.json","date/**"]. There is "MLmodel" and "data/train/a.csv"',
    ],
    [
      'data',
      ['data/**'],
      undefined,
      'memory://store/data is selected by include ["data/**"]. There is "train/a.csv" and "train/b.parquet"',
    ],
    ['', ['*.csv'], ['*'], 'memory://store is selected by include ["*.csv"] and exclude ["*"]. There is'],
    ['', [], undefined, 'memory://store is selected by include []. There is "MLmodel" and'],
    [
      'data/val',
      undefined,
      ['a.*'],
      'memory://store/data/val is selected by exclude ["a.*"]. There is "a.csv"',
    ],
    [
      'MLmodel',
      ['*.csv'],
      undefined,
      'memory://store/MLmodel is selected by include ["*.csv"]. There is "MLmodel"',
    ],
  ])('%j: include %j, exclude %j', async (path, include, exclude, message) => {
    const call = download(new MemoryRepository(FILES), path, { dstPath, include, exclude })
    const error: unknown = await call.catch((error: unknown) => error)
    expect(EmptySelectionError.isInstance(error)).toBe(true)
    expect(error).toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('.gitignore'),
    })
    expect(await files()).toEqual([])
  })

  test('but where nothing is there', async () => {
    await expect(download(new MemoryRepository({}), '', { dstPath, include: ['*.csv'] })).resolves.toBe(
      dstPath,
    )
  })

  test('a path that is missing is missing, whatever is selected', async () => {
    const call = download(new MemoryRepository(FILES), 'nope', { dstPath, include: ['*.csv'] })
    await expect(call).rejects.toMatchObject({ message: expect.stringContaining("No such artifact: 'nope'") })
  })
})

test('an empty directory is selected as a directory', async () => {
  const repository = Object.assign(new MemoryRepository(FILES), {
    async *walk(): AsyncGenerator<FileInfo> {
      yield { path: 'data/empty', isDir: true, fileSize: undefined }
      yield { path: 'plots', isDir: true, fileSize: undefined }
    },
  })
  await download(repository, '', { dstPath, include: ['empty/'] })
  expect(await readdir(dstPath, { recursive: true })).toEqual(['data', 'data/empty'])
})

test('a pattern that names nothing is refused before anything is asked', async () => {
  const repository = new MemoryRepository(FILES)
  await expect(download(repository, '', { dstPath, exclude: [''] })).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
  })
  expect(repository.opened).toBe(0)
})
