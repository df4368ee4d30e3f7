import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RangedRepository } from '../test/ranged-repository.ts'
import { download } from './download.ts'
import type { DownloadOptions } from './download-options.ts'

const SIZE = 100_000
/** In one request, and part by part. */
const SHAPES = [
  ['a small file', {}],
  ['a file in parts', { partSize: 20_000, partsFrom: 1, connectionsPerFile: 1 }],
  ['a file in parts, some at once', { partSize: 5_000, partsFrom: 1 }],
] as const

let dstPath: string

beforeEach(async () => {
  dstPath = await mkdtemp(join(tmpdir(), 'checked-'))
})
afterEach(() => rm(dstPath, { recursive: true }))

async function outcome(repository: RangedRepository, options: Partial<DownloadOptions>): Promise<unknown> {
  return await download(repository, 'f', { dstPath, retryBaseMs: 1, ...options }).then(
    (path) => readFile(path),
    async (error: unknown) => {
      expect(await readdir(dstPath)).toEqual([])
      return error
    },
  )
}

/** Compared here, as a difference in so many bytes takes seconds to show. */
function isRight(bytes: unknown, { content }: RangedRepository): boolean {
  return Buffer.isBuffer(bytes) && bytes.equals(content)
}

// Of several streams, those that are left before their end say nothing of it: they are pinned by the validator.
describe.each(SHAPES.slice(0, 2))('%s that changed while it was read', (_shape, options) => {
  test('is begun anew, though every byte of it came', async () => {
    const repository = new RangedRepository(SIZE)
    repository.weather = [{ changed: true, flipAt: 100 }]
    expect(isRight(await outcome(repository, options), repository)).toBe(true)
  })

  test('is given up after three beginnings', async () => {
    const repository = new RangedRepository(SIZE)
    repository.weather = Array.from({ length: 100 }, () => ({ changed: true }))
    const error = await outcome(repository, options)
    expect(error).toMatchObject({
      code: 'DATA_LOSS',
      message: expect.stringContaining('It was changed while it was read, 3 times'),
    })
    expect(error).toMatchObject({
      failures: new Map([['f', expect.objectContaining({ hint: 'Wait.', retryable: true })]]),
    })
  })
})

describe.each(SHAPES)('%s of which each answer has a checksum', (_shape, options) => {
  test.each([
    ['sha256', 'default'],
    ['crc32c', 'default'],
    ['md5', 'all'],
  ] as const)('%s is fetched again where it is wrong', async (algorithm, verify) => {
    const repository = new RangedRepository(SIZE)
    repository.ofAnswers = algorithm
    repository.weather = [{ flipAt: 100 }, {}, { flipAt: 100 }]
    expect(isRight(await outcome(repository, { ...options, verify }), repository)).toBe(true)
  })

  test('is an error where it always is', async () => {
    const repository = new RangedRepository(SIZE)
    repository.ofAnswers = 'sha512'
    repository.weather = Array.from({ length: 100 }, () => ({ flipAt: 100 }))
    expect(await outcome(repository, options)).toMatchObject({ code: 'DATA_LOSS' })
  })
})

test.each([
  ['md5', 'default'],
  ['sha256', 'size'],
] as const satisfies readonly (readonly [ChecksumAlgorithm, DownloadOptions['verify']])[])(
  '%s of an answer is not looked at with verify: %s',
  async (algorithm, verify) => {
    const repository = new RangedRepository(SIZE)
    repository.ofAnswers = algorithm
    repository.weather = [{ flipAt: 100 }]
    const bytes = await outcome(repository, { verify })
    expect(repository.requests.length).toBe(1)
    expect(isRight(bytes, repository)).toBe(false)
  },
)

test('the checksum of the whole is enough', async () => {
  const repository = new RangedRepository(SIZE).withCrc32()
  // Some stores send with a range what is of the whole.
  repository.checksums = [
    ...repository.checksums,
    { algorithm: 'sha256', value: Buffer.alloc(32), of: 'range' },
  ]
  expect(isRight(await outcome(repository, { partSize: 5_000, partsFrom: 1 }), repository)).toBe(true)
})
