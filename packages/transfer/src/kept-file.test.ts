import { link, mkdtemp, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type ArtifactRepository, MlflowError } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { RangedRepository } from '../test/ranged-repository.ts'
import { TransferBudget } from './budget/transfer-budget.ts'
import { download } from './download.ts'
import type { DownloadOptions } from './download-options.ts'
import type { DownloadProgress, FinishedFile } from './download-progress.ts'

const SIZE = 200_000
const MONDAY = Date.UTC(2026, 10, 23, 10, 27, 24)

let dstPath: string
let repository: RangedRepository

beforeEach(async () => {
  dstPath = await mkdtemp(join(tmpdir(), 'kept-'))
  repository = new RangedRepository(SIZE)
})
afterEach(() => rm(dstPath, { recursive: true }))

/** Downloads what has changed; how, and how often the store was asked. */
async function again(options: Partial<DownloadOptions> = {}) {
  repository.requests.length = 0
  const finished: FinishedFile[] = []
  await download(repository, 'f', {
    dstPath,
    overwrite: 'ifChanged',
    retryBaseMs: 1,
    onProgress: (progress) => finished.push(...progress.finished),
    ...options,
  })
  expect(await readFile(join(dstPath, 'f'))).toEqual(repository.content)
  const [file] = finished
  return { kept: file?.kept, verified: file?.verified, requests: repository.requests.length }
}

const KEPT = { kept: true, requests: 1 }
const REPLACED = { kept: false, requests: 1 }

describe('a file whose store gives a checksum', () => {
  beforeEach(async () => {
    repository.withCrc32()
    await download(repository, 'f', { dstPath })
  })

  test('is kept by it, whoever wrote it', async () => {
    expect(await again()).toEqual({ ...KEPT, verified: 'checksum' })
    await utimes(join(dstPath, 'f'), 1, 1)
    expect(await again()).toEqual({ ...KEPT, verified: 'checksum' })
  })

  test('is replaced where it has other bytes, also of the same size and time', async () => {
    repository.modifiedAt = MONDAY
    await writeFile(join(dstPath, 'f'), Buffer.alloc(SIZE))
    await utimes(join(dstPath, 'f'), MONDAY / 1000, MONDAY / 1000)
    expect(await again()).toMatchObject({ kept: false, verified: 'checksum' })
    await writeFile(join(dstPath, 'f'), 'short')
    expect(await again()).toMatchObject({ ...REPLACED, verified: 'checksum' })
  })
})

describe.each([
  ['in one piece', {}],
  ['in parts', { partsFrom: 1, partSize: 65_536 }],
])('a file whose store gives the time of its last change, downloaded %s', (_name, options) => {
  beforeEach(() => {
    repository.modifiedAt = MONDAY
  })

  test('gets that time, and is kept by it', async () => {
    expect(await again(options)).toMatchObject({ kept: false, verified: 'size' })
    expect((await stat(join(dstPath, 'f'))).mtimeMs).toBe(MONDAY)
    expect(await again(options)).toEqual({ ...KEPT, verified: 'size' })
    expect(await again({ ...options, verify: 'all' })).toEqual({ ...KEPT, verified: 'size' })
  })

  test('is replaced when the store has another', async () => {
    await again(options)
    repository.replace()
    repository.modifiedAt = MONDAY + 1000
    expect(await again(options)).toMatchObject({ kept: false, verified: 'size' })
    expect(await again(options)).toEqual({ ...KEPT, verified: 'size' })
  })

  test('is replaced when somebody has written to it', async () => {
    await again(options)
    await writeFile(join(dstPath, 'f'), Buffer.alloc(SIZE))
    expect(await again(options)).toMatchObject({ kept: false, verified: 'size' })
  })
})

test('a file that is replaced is asked for once, whatever the store says', async () => {
  await writeFile(join(dstPath, 'f'), Buffer.alloc(SIZE))
  expect(await again()).toMatchObject(REPLACED)
  expect(await again()).toMatchObject(REPLACED)
})

test('other downloads leave the time alone', async () => {
  repository.modifiedAt = MONDAY
  await download(repository, 'f', { dstPath })
  expect((await stat(join(dstPath, 'f'))).mtimeMs).not.toBe(MONDAY)
  expect(await again()).toMatchObject(REPLACED)
})

test('what is no file of this download is not kept', async () => {
  repository.modifiedAt = MONDAY
  await again()
  await link(join(dstPath, 'f'), join(dstPath, 'other'))
  expect(await again()).toMatchObject(REPLACED)
  await rename(join(dstPath, 'other'), join(dstPath, 'kept'))
  await rm(join(dstPath, 'f'))
  await symlink('kept', join(dstPath, 'f'))
  expect(await again()).toMatchObject(REPLACED)
})

test('what is asked to know whether it changed is asked again as any request is', async () => {
  repository.withCrc32()
  await download(repository, 'f', { dstPath })
  const failure = new MlflowError('busy', { code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
  repository.weather = [{ failure }, { failure }]
  expect(await again()).toMatchObject({ kept: true, requests: 3 })
})

/** 40 files of one byte, each with its checksum; `most` requests were under way at once, of which `expected` wait for each other. */
function storeOfMany(expected: number) {
  let asking = 0
  let isReached = false
  const checksum = { algorithm: 'crc32', value: Buffer.alloc(4), of: 'whole' } as const
  checksum.value.writeUInt32BE(crc32('x'))
  const store: ArtifactRepository & { most: number } = {
    specificationVersion: 'v1',
    uri: 'memory://many',
    most: 0,
    async *list() {
      for (let index = 0; index < 40; index += 1) yield { path: `${index}`, isDir: false, fileSize: 1 }
    },
    stat: async (path: string) => ({ path, isDir: true, fileSize: undefined }),
    async open() {
      asking += 1
      store.most = Math.max(store.most, asking)
      await vi.waitUntil(() => isReached || asking >= expected)
      isReached = true
      asking -= 1
      const unknown = { range: undefined, validator: undefined, contentType: undefined }
      return { body: Readable.from([Buffer.from('x')]), size: 1, checksums: [checksum], ...unknown }
    },
  }
  return store
}

test.each<[number, Partial<DownloadOptions>]>([
  [3, { concurrency: 3 }],
  [5, { maxConnections: 5 }],
  [40, { concurrency: 64 }],
])('what is kept is asked for by %i requests at once with %j', async (expected, options) => {
  for (let index = 0; index < 40; index += 1) await writeFile(join(dstPath, `${index}`), 'x')
  const store = storeOfMany(expected)
  const finished: FinishedFile[] = []
  const onProgress = (progress: DownloadProgress): void => void finished.push(...progress.finished)
  await download(store, '', { dstPath, overwrite: 'ifChanged', onProgress, ...options })
  expect(finished.filter(({ kept }) => kept)).toHaveLength(40)
  expect(store.most).toBe(expected)
})

test('a file that is kept earns back repetitions, as one that is fetched does', async () => {
  repository.withCrc32()
  await download(repository, 'f', { dstPath })
  // Time gives some back, too.
  vi.spyOn(performance, 'now').mockReturnValue(performance.now())
  onTestFinished(() => void vi.restoreAllMocks())
  const budget = new TransferBudget()
  const mayRepeat = budget.host(repository.uri).retries.forCall(0)
  while (mayRepeat());
  for (let times = 0; times < 10; times += 1) expect(await again({ budget })).toMatchObject(KEPT)
  expect(mayRepeat()).toBe(true)
})
