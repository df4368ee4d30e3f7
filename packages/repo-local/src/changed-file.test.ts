import { statSync } from 'node:fs'
import { appendFile, mkdtemp, open, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { QuickCalls } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { assertUnchanged } from './assert-unchanged.ts'
import { contentValidator } from './content-validator.ts'
import { LocalRepository } from './local-repository.ts'
import { settledStats } from './settled-stats.ts'

/** So many chunks that a body reads no further than to the middle before anybody wants the rest. */
const SIZE = 5 * 2 ** 20
const OLD_TIME = 1_600_000_000

let folder: string
let path: string
let repository: LocalRepository

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'changed-'))
  path = join(folder, 'f')
  repository = new LocalRepository(folder)
  await writeFile(path, Buffer.alloc(SIZE, 'a'))
  await utimes(path, OLD_TIME, OLD_TIME)
})
afterEach(() => rm(folder, { recursive: true }))

const CHANGES: readonly (readonly [string, () => Promise<void>])[] = [
  ['appended to', () => appendFile(path, 'b')],
  ['truncated', () => truncate(path, SIZE / 2)],
  ['rewritten', () => writeFile(path, Buffer.alloc(SIZE, 'b'), { flag: 'r+' })],
  [
    'rewritten, and given its old time',
    async () => {
      await writeFile(path, 'b', { flag: 'r+' })
      await utimes(path, OLD_TIME, OLD_TIME)
    },
  ],
]

describe.each(CHANGES)('a file that is %s', (_how, change) => {
  test('while it is read is an error, and never ends', async () => {
    const { body } = await repository.open('f')
    const read = async () => {
      let received = 0
      for await (const chunk of body) {
        if (received === 0) await change()
        received += chunk.byteLength
      }
      return received
    }
    await expect(read()).rejects.toMatchObject({ name: 'IntegrityError', retryable: true })
  })

  test('after it was opened gives no byte, if it is one that is read at once', async () => {
    const { body } = await repository.open('f', { range: { start: SIZE / 4, end: SIZE / 4 + 1000 } })
    await change()
    const chunks: Uint8Array[] = []
    const read = async () => {
      for await (const chunk of body) chunks.push(chunk)
    }
    await expect(read()).rejects.toMatchObject({ name: 'IntegrityError' })
    expect(chunks).toEqual([])
  })

  test('between two ranges of it has another validator', async () => {
    const { body, validator } = await repository.open('f', { range: { start: 0, end: 10 } })
    for await (const _chunk of body);
    await change()
    const range = { start: 10, end: 20 }
    await expect(repository.open('f', { range, ifMatch: validator })).rejects.toMatchObject({
      name: 'IntegrityError',
    })
  })
})

test('a file that gives its name to another meanwhile is begun anew', async () => {
  const { validator, body } = await repository.open('f')
  await writeFile(`${path}.new`, Buffer.alloc(SIZE, 'b'))
  await rename(`${path}.new`, path)
  const read = async () => {
    for await (const _chunk of body);
  }
  await expect(read()).rejects.toMatchObject({ name: 'IntegrityError', retryable: true })
  await expect(repository.open('f', { ifMatch: validator })).rejects.toMatchObject({ name: 'IntegrityError' })
})

describe('a change that the system does not date', () => {
  test.each([
    ['is found in a file that was changed just now', true, false],
    ['is not looked for in an old one', false, true],
  ])('%s', async (_what, isRecent, isAccepted) => {
    const handle = await open(path)
    try {
      const validator = contentValidator(await handle.stat({ bigint: true }))
      const place = { path: 'f', absolutePath: path }
      const file = { handle, place, calls: new QuickCalls(true), validator, isRecent }
      const before = { start: 0, end: 1000, checksum: crc32(Buffer.alloc(1000, 'b')) }
      const now = { start: 0, end: 1000, checksum: crc32(Buffer.alloc(1000, 'a')) }
      await assertUnchanged(file, now)
      const outcome = await assertUnchanged(file, before).then(
        () => true,
        (error: unknown) => error,
      )
      if (isAccepted) expect(outcome).toBe(true)
      else expect(outcome).toMatchObject({ name: 'IntegrityError' })
    } finally {
      await handle.close()
    }
  })
})

describe('what is known of a file before it is read', () => {
  /** Looks at a file of which is said when it changed, in milliseconds before now, for each look; the last one stays. */
  async function settled(...changedMsAgo: readonly number[]): Promise<{ isSettled: boolean; looks: number }> {
    const times = changedMsAgo.map((ms) => BigInt(Date.now() - ms) * 1_000_000n + 1n)
    let looks = 0
    const stats = await settledStats(() => {
      const ctimeNs = times[Math.min(looks, times.length - 1)] ?? 0n
      looks += 1
      return Object.assign(statSync(path, { bigint: true }), { ctimeNs })
    }, undefined)
    return { isSettled: stats !== undefined, looks }
  }

  test('is believed where the last change is some time ago', async () => {
    expect(await settled(1_000)).toEqual({ isSettled: true, looks: 1 })
  })

  test('is looked at again where a further change could have the same time', async () => {
    // The clock of the file may be ahead.
    expect(await settled(-60_000)).toEqual({ isSettled: true, looks: 2 })
    expect(await settled(-60_000, -60_001)).toEqual({ isSettled: true, looks: 3 })
  })

  test('is nothing where it changes all the time', async () => {
    const ahead = Array.from({ length: 100 }, (_, index) => -60_000 - index)
    expect(await settled(...ahead)).toMatchObject({ isSettled: false })
  })
})
