import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MemoryRepository, type ServedFile } from '../test/memory-repository.ts'
import { TransferBudget } from './budget/transfer-budget.ts'
import { download } from './download.ts'
import type { DownloadOptions } from './download-options.ts'

const FILES = 160
const KIBIBYTE = 1024
const MEBIBYTE = 1024 * KIBIBYTE

let dstPath: string

beforeEach(async () => {
  dstPath = await mkdtemp(join(tmpdir(), 'limits-'))
})
afterEach(() => rm(dstPath, { recursive: true }))

/** How many bodies are read at once, where none ends before as many are open as are expected. */
async function mostAtOnce(
  expected: number,
  options: Partial<DownloadOptions>,
  file: Omit<ServedFile, 'beforeEnd'> = { content: 'small' },
): Promise<number> {
  let isReached = false
  const beforeEnd = async (): Promise<void> => {
    await vi.waitUntil(() => isReached || repository.openAtOnce >= expected)
    isReached = true
  }
  const names = Array.from({ length: FILES }, (_, index) => `${index}.bin`)
  const repository = new MemoryRepository(
    Object.fromEntries(names.map((name) => [name, { ...file, beforeEnd }])),
  )
  await download(repository, '', { dstPath, ...options })
  return repository.mostOpenAtOnce
}

const UNKNOWN = { content: 'x', listedSize: undefined, servedSize: undefined }

describe('so many files are under way', () => {
  test.each<[number, string, Partial<DownloadOptions>, Omit<ServedFile, 'beforeEnd'>?]>([
    [16, 'usually', {}],
    [64, 'with concurrency alone', { concurrency: 64 }],
    [64, 'with as many requests', { concurrency: 64, maxConnections: 64 }],
    [64, 'of unknown size', { concurrency: 64 }, UNKNOWN],
    [100, 'of the requests that there are', { concurrency: 128, maxConnections: 100 }],
    [16, 'of those that are worked on', { maxConnections: 64 }],
    [3, 'with few requests', { maxConnections: 3 }],
    [2, 'of few files', { concurrency: 2 }],
    [64, 'of small files in the usual memory', { concurrency: 64, maxBytesInFlight: 64 * MEBIBYTE }],
    [
      16,
      'of unknown size in the usual memory',
      { concurrency: 64, maxBytesInFlight: 64 * MEBIBYTE },
      UNKNOWN,
    ],
    [3, 'in little memory', { maxBytesInFlight: MEBIBYTE }],
    [2, 'of 256 KiB in 1 MiB', { maxBytesInFlight: MEBIBYTE }, { content: 'x'.repeat(256 * KIBIBYTE) }],
    [1, 'where there is memory for none', { maxBytesInFlight: 1 }],
  ])('%i %s', async (expected, _, options, file) => {
    expect(await mostAtOnce(expected, options, file)).toBe(expected)
  })
})

test('no number is too large, and none of an earlier download counts', async () => {
  const budget = new TransferBudget()
  expect(await mostAtOnce(2, { maxConnections: 2, budget })).toBe(2)
  expect(await mostAtOnce(64, { concurrency: 64, budget })).toBe(64)
  expect(await mostAtOnce(16, { budget })).toBe(16)
  expect(await mostAtOnce(FILES, { concurrency: Number.MAX_SAFE_INTEGER, budget })).toBe(FILES)
})

test('two downloads of one budget share what the larger one may have', async () => {
  let isReached = false
  const open = (): number => one.openAtOnce + other.openAtOnce
  let most = 0
  const beforeEnd = async (): Promise<void> => {
    await vi.waitUntil(() => {
      most = Math.max(most, open())
      return isReached || open() >= 24
    })
    isReached = true
  }
  const files = Object.fromEntries(
    Array.from({ length: FILES }, (_, index) => [`${index}.bin`, { content: 'small', beforeEnd }]),
  )
  const one = new MemoryRepository(files)
  const other = new MemoryRepository(files)
  const budget = new TransferBudget()
  await Promise.all([
    download(one, '', { dstPath, budget }),
    download(other, '', { dstPath: await mkdtemp(join(dstPath, 'other-')), budget, concurrency: 24 }),
  ])
  expect(most).toBe(24)
  expect(one.mostOpenAtOnce).toBeLessThanOrEqual(16)
})
