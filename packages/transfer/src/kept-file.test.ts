import { link, mkdtemp, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RangedRepository } from '../test/ranged-repository.ts'
import { download } from './download.ts'
import type { DownloadOptions } from './download-options.ts'
import type { FinishedFile } from './download-progress.ts'

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
