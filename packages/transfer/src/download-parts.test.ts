import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RangedRepository } from '../test/ranged-repository.ts'
import { createHasher } from './checksum/create-hasher.ts'
import { download } from './download.ts'
import type { DownloadOptions } from './download-options.ts'
import type { DownloadProgress } from './download-progress.ts'

const SIZE = 1024 * 1024 + 17
const PART = 64 * 1024

let dstPath: string
let repository: RangedRepository
let options: DownloadOptions

beforeEach(async () => {
  dstPath = await mkdtemp(join(tmpdir(), 'parts-'))
  repository = new RangedRepository(SIZE)
  options = { dstPath, partSize: PART, retryBaseMs: 1 }
})
afterEach(() => rm(dstPath, { recursive: true }))

async function assertWhole(): Promise<void> {
  expect((await readFile(join(dstPath, 'f'))).equals(repository.content)).toBe(true)
  expect(await readdir(dstPath)).toEqual(['f'])
}

/** What an interrupted download left. */
async function pathLeft(ending: '.part' | '.part.json'): Promise<string> {
  return join(dstPath, (await readdir(dstPath)).find((name) => name.endsWith(ending)) ?? '')
}

const broken = () => new MlflowError('broken', { code: 'TEMPORARILY_UNAVAILABLE', retryable: true })

describe('parts', () => {
  test('are fetched at once, and no byte twice but for the end of the first stream', async () => {
    await download(repository, 'f', options)
    await assertWhole()
    expect(repository.requests.length).toBeGreaterThan(4)
    expect(repository.sent).toBeLessThan(SIZE + PART)
  })

  test('are one stream where only one connection is wanted', async () => {
    await download(repository, 'f', { ...options, connectionsPerFile: 1 })
    await assertWhole()
    expect(repository.requests).toEqual([{ start: 0, end: undefined, sent: SIZE }])
  })

  test('of a small file are not made', async () => {
    await download(repository, 'f', { ...options, partsFrom: SIZE + 1 })
    await assertWhole()
    expect(repository.requests).toHaveLength(1)
  })
})

describe('a broken connection', () => {
  test.each([1, 20_000, PART, PART + 1, 300_000])(
    'at byte %i is gone on with, and nothing is fetched twice',
    async (cutAt) => {
      repository.weather = [{ cutAt }]
      await download(repository, 'f', { ...options, connectionsPerFile: 1 })
      await assertWhole()
      expect(repository.sent).toBe(SIZE)
    },
  )

  test('that ends as if that were all is found out', async () => {
    repository.weather = [{ endAt: 100_000 }, {}, { endAt: 5 }]
    await download(repository, 'f', options)
    await assertWhole()
  })

  test('is not gone on with for ever', async () => {
    repository.weather = Array.from({ length: 100 }, () => ({ failure: broken() }))
    await expect(download(repository, 'f', { ...options, attempts: 3 })).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
    })
    expect(repository.requests).toHaveLength(3)
    expect(await readdir(dstPath)).toEqual([])
  })
})

describe('a store without ranges', () => {
  test('is read in one stream', async () => {
    repository.weather = Array.from({ length: 100 }, () => ({ ignoreRange: true }))
    await download(repository, 'f', options)
    await assertWhole()
  })

  test('is read from the start again where the stream breaks', async () => {
    repository.weather = [
      { cutAt: 500_000, ignoreRange: true },
      ...Array.from({ length: 100 }, () => ({ ignoreRange: true })),
    ]
    await download(repository, 'f', { ...options, connectionsPerFile: 1 })
    await assertWhole()
  })

  test('that sends another range than was asked for is never believed', async () => {
    repository.weather = [{ cutAt: 100_000 }, { shiftBy: 1 }, { shiftBy: -1 }]
    await download(repository, 'f', { ...options, connectionsPerFile: 1 })
    await assertWhole()
  })
})

describe('an artifact that is replaced meanwhile', () => {
  test('is fetched anew, and never mixed', async () => {
    let chunks = 0
    repository.beforeChunk = () => {
      chunks += 1
      if (chunks === 20) repository.replace()
    }
    await download(repository, 'f', { ...options, connectionsPerFile: 3 })
    await assertWhole()
  })

  test('all the time is an error', async () => {
    let chunks = 0
    repository.beforeChunk = () => {
      chunks += 1
      if (chunks % 20 === 0) repository.replace()
    }
    await expect(download(repository, 'f', { ...options, connectionsPerFile: 2 })).rejects.toMatchObject({
      code: 'DATA_LOSS',
      cause: expect.objectContaining({
        name: 'IntegrityError',
        message: expect.stringContaining('replaced'),
      }),
    })
    expect(await readdir(dstPath)).toEqual([])
  })
})

describe('checksums', () => {
  test('are put together from those of the parts', async () => {
    const events: DownloadProgress[] = []
    await download(repository.withCrc32(), 'f', { ...options, onProgress: (event) => events.push(event) })
    await assertWhole()
    expect(events.flatMap(({ finished }) => finished)).toEqual([
      { path: 'f', bytes: SIZE, verified: 'checksum', kept: false },
    ])
  })

  test.each([0, SIZE - 1, 500_000])(
    'tell a bit that was flipped at byte %i, and the file is fetched again',
    async (flipAt) => {
      repository.withCrc32().weather = [{ flipAt }]
      await download(repository, 'f', { ...options, connectionsPerFile: 1 })
      await assertWhole()
      expect(repository.requests).toHaveLength(2)
    },
  )

  test.each(['sha256', 'crc32c'] as const)(
    'of parts, as S3 has them, are computed part by part: %s',
    async (algorithm) => {
      const partSize = 100_000
      const whole = createHasher(algorithm)
      for (let start = 0; start < SIZE; start += partSize) {
        const ofPart = createHasher(algorithm)
        ofPart.update(repository.content.subarray(start, start + partSize))
        whole.update(ofPart.digest())
      }
      repository.checksums = [{ algorithm, value: whole.digest(), of: 'whole', partSize }]
      repository.weather = [{ flipAt: 250_000 }]
      const verified: string[] = []
      const onProgress = ({ finished }: DownloadProgress) =>
        verified.push(...finished.map((file) => file.verified))
      await download(repository, 'f', { ...options, partsFrom: 2 * SIZE, connectionsPerFile: 1, onProgress })
      await assertWhole()
      expect(verified).toEqual(['checksum'])
      expect(repository.requests).toHaveLength(2)
    },
  )

  test.each([true, false])(
    'of parts whose size is a conclusion say nothing where that is wrong: %j',
    async (isSure) => {
      const value = new Uint8Array(20)
      const confirmPartSize = async (): Promise<boolean> => isSure
      repository.checksums = [{ algorithm: 'sha1', value, of: 'whole', partSize: 100_000, confirmPartSize }]
      const verified: string[] = []
      const onProgress = ({ finished }: DownloadProgress) =>
        verified.push(...finished.map((file) => file.verified))
      const downloaded = download(repository, 'f', { ...options, onProgress })
      if (isSure) {
        await expect(downloaded).rejects.toMatchObject({ code: 'DATA_LOSS' })
        return
      }
      await downloaded
      await assertWhole()
      expect(verified).toEqual(['size'])
    },
  )

  test('that are never right are an error', async () => {
    repository.withCrc32().weather = Array.from({ length: 100 }, () => ({ flipAt: 3 }))
    await expect(download(repository, 'f', options)).rejects.toMatchObject({ code: 'DATA_LOSS' })
    expect(await readdir(dstPath)).toEqual([])
  })
})

describe('another download', () => {
  /** Ends a download when so many bytes have come, as a kill would. */
  async function interrupted(bytes: number, more: Partial<DownloadOptions> = {}): Promise<void> {
    const controller = new AbortController()
    const reason = new Error('interrupted')
    repository.beforeChunk = () => {
      if (repository.sent >= bytes) controller.abort(reason)
    }
    await expect(download(repository, 'f', { ...options, ...more, signal: controller.signal })).rejects.toBe(
      reason,
    )
    repository.beforeChunk = undefined
    repository.requests.length = 0
  }

  test('goes on where one was interrupted', async () => {
    // More streams would have all the rest on its way.
    await interrupted(SIZE * 0.9, { connectionsPerFile: 4 })
    expect((await readdir(dstPath)).some((name) => name.endsWith('.part'))).toBe(true)
    await download(repository, 'f', options)
    await assertWhole()
    expect(repository.sent).toBeLessThan(SIZE * 0.1 + 2 * PART)
  })

  test('begins anew where nothing was to be kept', async () => {
    await interrupted(SIZE * 0.8, { resume: false })
    expect(await readdir(dstPath)).toEqual([])
  })

  test('begins anew where the artifact has been replaced', async () => {
    await interrupted(SIZE / 2)
    repository.replace()
    await download(repository, 'f', options)
    await assertWhole()
  })

  test.each([1, 2, 4, 8])(
    'goes on with parts that were filled only partly, with %i streams',
    async (connectionsPerFile) => {
      for (let count = 0; count < 4; count += 1) await interrupted(SIZE * 0.15, { connectionsPerFile: 5 })
      await download(repository, 'f', { ...options, connectionsPerFile })
      await assertWhole()
    },
  )

  test('fetches again what was damaged meanwhile', async () => {
    await interrupted(SIZE / 2)
    const path = await pathLeft('.part')
    const bytes = await readFile(path)
    for (let offset = 0; offset < bytes.byteLength; offset += PART / 2)
      bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset)
    await writeFile(path, bytes)
    await download(repository, 'f', options)
    await assertWhole()
  })

  test.each(['', '{', 'null', '[]', '{"version":1}', '{"version":2}', '\0\0'])(
    'begins anew where the manifest is %j',
    async (text) => {
      await interrupted(SIZE / 2)
      await writeFile(await pathLeft('.part.json'), text)
      await download(repository, 'f', options)
      await assertWhole()
    },
  )

  test('begins anew where the manifest names parts of another size, which could be very many', async () => {
    await interrupted(SIZE / 2)
    const path = await pathLeft('.part.json')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace(`"partSize":${PART}`, '"partSize":7'))
    repository.requests.length = 0
    await download(repository, 'f', options)
    await assertWhole()
    expect(repository.requests.length).toBeLessThan(SIZE / PART + 8)
  })

  test('at the same time to the same place gets the same file', async () => {
    await Promise.all(Array.from({ length: 5 }, () => download(repository, 'f', options)))
    await assertWhole()
  })
})
