import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ArtifactRepository, FileInfo } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MemoryRepository } from '../test/memory-repository.ts'
import { download } from './download.ts'
import type { DownloadProgress } from './download-progress.ts'

let dstPath: string
let events: DownloadProgress[]
const onProgress = (progress: DownloadProgress): void => void events.push(progress)

beforeEach(async () => {
  dstPath = await mkdtemp(join(tmpdir(), 'progress-'))
  events = []
})
afterEach(() => rm(dstPath, { recursive: true }))

test('of nothing there is one event, at the end', async () => {
  await download(new MemoryRepository({}), '', { dstPath, onProgress })
  expect(events).toEqual([
    {
      files: { done: 0, expected: 0 },
      bytes: { done: 0, expected: 0 },
      bytesPerSecond: 0,
      remainingMs: undefined,
      file: undefined,
      finished: [],
    },
  ])
})

test('of a directory that is empty, or of which no file is selected with it, too', async () => {
  const repository: ArtifactRepository = {
    specificationVersion: 'v1',
    uri: 'memory://store',
    async *list(path) {
      if (path === '') yield { path: 'empty', isDir: true, fileSize: undefined }
    },
    stat: async (path) => ({ path, isDir: true, fileSize: undefined }),
    open: () => Promise.reject(new Error('nothing is asked for')),
  }
  await download(repository, 'empty', { dstPath, onProgress })
  await download(repository, '', { dstPath, onProgress })
  expect(events.map(({ files, bytes }) => [files, bytes])).toEqual([
    [
      { done: 0, expected: 0 },
      { done: 0, expected: 0 },
    ],
    [
      { done: 0, expected: 0 },
      { done: 0, expected: 0 },
    ],
  ])
})

interface Counted {
  listed: number
  isListed: boolean
}

/** A store of `count` files, whose bodies wait until they may end. */
function manyFiles(count: number, mayEnd: () => boolean): ArtifactRepository & Counted {
  const repository: ArtifactRepository & Counted = {
    specificationVersion: 'v1',
    uri: 'memory://many',
    listed: 0,
    isListed: false,
    async *list() {},
    async *walk(): AsyncGenerator<FileInfo> {
      for (let index = 0; index < count; index += 1) {
        repository.listed += 1
        yield { path: `${index}.bin`, isDir: false, fileSize: 2 }
      }
      repository.isListed = true
    },
    stat: async (path: string) => ({ path, isDir: true, fileSize: undefined }),
    async open() {
      async function* body(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('a')
        if (!mayEnd()) await vi.waitUntil(mayEnd)
        await new Promise((resolve) => setImmediate(resolve))
        yield Buffer.from('b')
      }
      const unknown = { range: undefined, validator: undefined, contentType: undefined }
      return { body: body(), size: 2, checksums: [], ...unknown }
    },
  }
  return repository
}

test('how much there is of 8,000 files is known before the first of them is there', async () => {
  // The listing goes on without anybody who asks for files.
  const repository = manyFiles(8_000, () => repository.isListed)
  await download(repository, '', { dstPath, onProgress })
  expect(events[0]).toMatchObject({ files: { expected: 8_000 }, bytes: { expected: 16_000 } })
  expect(new Set(events.map(({ bytes }) => bytes.expected))).toEqual(new Set([16_000]))
  expect(events.at(-1)).toMatchObject({ files: { done: 8_000 }, bytes: { done: 16_000 } })
  expect(events.flatMap(({ finished }) => finished)).toHaveLength(8_000)
})

test('no more than 10,000 entries are listed before their turn, and the total comes when they are', async () => {
  let mayEnd = false
  const repository = manyFiles(12_000, () => {
    mayEnd ||= repository.listed >= 10_000
    return mayEnd
  })
  let listedFirst = 0
  await download(repository, '', {
    dstPath,
    onProgress(progress) {
      if (events.length === 0) listedFirst = repository.listed - progress.files.done
      onProgress(progress)
    },
  })
  // Those that are worked on are asked for, too.
  expect(listedFirst).toBeLessThanOrEqual(10_000 + 2 * 16 + 1)
  expect(events[0]?.bytes.expected).toBeUndefined()
  expect(events.at(-1)).toMatchObject({ files: { done: 12_000, expected: 12_000 } })
})
