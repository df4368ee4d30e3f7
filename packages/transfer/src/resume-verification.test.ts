import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RangedRepository } from '../test/ranged-repository.ts'
import { download } from './download.ts'
import type { DownloadOptions } from './download-options.ts'

const SIZE = 1024 * 1024 + 17
const PART = 64 * 1024

let dstPath: string
let repository: RangedRepository
let options: DownloadOptions
let verified: string[]

beforeEach(async () => {
  dstPath = await mkdtemp(join(tmpdir(), 'verified-'))
  repository = new RangedRepository(SIZE).withCrc32()
  verified = []
  options = {
    dstPath,
    partSize: PART,
    retryBaseMs: 1,
    connectionsPerFile: 1,
    onProgress: ({ finished }) => verified.push(...finished.map((file) => file.verified)),
  }
})
afterEach(() => rm(dstPath, { recursive: true }))

async function interrupted(bytes: number, more: Partial<DownloadOptions> = {}): Promise<void> {
  const controller = new AbortController()
  const reason = new Error('interrupted')
  repository.beforeChunk = () => {
    if (repository.sent >= bytes) controller.abort(reason)
  }
  const interruptedOptions = { ...options, ...more, signal: controller.signal }
  await expect(download(repository, 'f', interruptedOptions)).rejects.toBe(reason)
  repository.beforeChunk = undefined
  repository.requests.length = 0
}

async function left(ending: string): Promise<string> {
  const name = (await readdir(dstPath)).find((entry) => entry.endsWith(ending))
  if (name === undefined) throw new Error(`No ${ending} was left`)
  return join(dstPath, name)
}

async function assertRight(how: string): Promise<void> {
  expect((await readFile(join(dstPath, 'f'))).equals(repository.content)).toBe(true)
  expect(verified).toEqual([how])
}

describe('what was verified by its size alone', () => {
  test.each(['default', 'all'] as const)(
    'and has a wrong bit is found out by the next download, with verify: %s',
    async (verify) => {
      repository.weather = [{ flipAt: 1_000 }]
      await interrupted(SIZE / 2, { verify: 'size' })
      await download(repository, 'f', { ...options, verify })
      await assertRight('checksum')
    },
  )

  test('and is right is not fetched again', async () => {
    await interrupted(SIZE / 2, { verify: 'size' })
    await download(repository, 'f', { ...options, verify: 'default' })
    await assertRight('checksum')
    expect(repository.sent).toBeLessThan(SIZE / 2 + 3 * PART)
  })
})

describe('a manifest vouches for nothing', () => {
  test('that fits wrong bytes, checksum and all', async () => {
    await interrupted(SIZE / 2)
    const wrong = Buffer.alloc(PART, 'x')
    const part = await open(await left('.part'), 'r+')
    await part.write(wrong, 0, PART, 0)
    await part.close()
    const path = await left('.part.json')
    const record = JSON.stringify({ index: 0, written: PART, crc: crc32(wrong), digest: '00000000' })
    await writeFile(path, `${await readFile(path, 'utf8')}${record}\n`)
    await download(repository, 'f', options)
    await assertRight('checksum')
  })

  test('that says that all is there, of a file of zeros', async () => {
    await interrupted(SIZE / 2)
    await writeFile(await left('.part'), Buffer.alloc(SIZE))
    const [header] = (await readFile(await left('.part.json'), 'utf8')).split('\n')
    const records = Array.from({ length: Math.ceil(SIZE / PART) }, (_, index) => {
      const written = Math.min(PART, SIZE - index * PART)
      return JSON.stringify({ index, written, crc: crc32(Buffer.alloc(written)) })
    })
    await writeFile(await left('.part.json'), `${[header, ...records].join('\n')}\n`)
    await download(repository, 'f', options)
    await assertRight('checksum')
  })
})

test('an abort ends the check of what was left', async () => {
  await interrupted(SIZE * 0.9)
  const controller = new AbortController()
  const reason = new Error('enough')
  const onProgress = () => controller.abort(reason)
  const again = { ...options, signal: controller.signal, onProgress }
  const request = repository.open.bind(repository)
  repository.open = async (...request_) => {
    const content = await request(...request_)
    controller.abort(reason)
    return content
  }
  await expect(download(repository, 'f', again)).rejects.toBe(reason)
  repository.open = request
  // And what was left is left as it was.
  await download(repository, 'f', options)
  await assertRight('checksum')
  expect(repository.requests.slice(1).reduce((sum, { sent }) => sum + sent, 0)).toBeLessThan(
    SIZE * 0.1 + 3 * PART,
  )
})
