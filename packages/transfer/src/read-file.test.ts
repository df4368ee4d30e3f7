import { IntegrityError, MlflowError, TransferError } from '@mlflow-artifacts/repository'
import { describe, expect, test } from 'vitest'
import { MemoryRepository } from '../test/memory-repository.ts'
import { RangedRepository } from '../test/ranged-repository.ts'
import { createHasher } from './checksum/create-hasher.ts'
import { type ReadFileOptions, readFile } from './read-file.ts'

const SIZE = 300 * 1024

function limited(maximumBytes = SIZE): ReadFileOptions {
  return {
    maximumBytes,
    tooLarge: () => new MlflowError('too large', { code: 'MAX_READ_SIZE_EXCEEDED' }),
    retryBaseMs: 1,
  }
}

describe('a file in memory', () => {
  test('is what the store has', async () => {
    const repository = new RangedRepository(SIZE).withCrc32()
    expect(await readFile(repository, 'f', limited())).toEqual(repository.content)
    expect(repository.requests).toHaveLength(1)
  })

  test.each([true, false])(
    'has a checksum of parts whose size is a conclusion, which is right: %j',
    async (isSure) => {
      const repository = new RangedRepository(SIZE)
      const confirmPartSize = async (): Promise<boolean> => isSure
      const value = new Uint8Array(20)
      repository.checksums = [{ algorithm: 'sha1', value, of: 'whole', partSize: 100_000, confirmPartSize }]
      const read = readFile(repository, 'f', limited())
      if (isSure) await expect(read).rejects.toMatchObject({ code: 'DATA_LOSS' })
      else expect(await read).toEqual(repository.content)
    },
  )

  test('is gone on with where a connection broke', async () => {
    const repository = new RangedRepository(SIZE).withCrc32()
    repository.weather = [{ cutAt: 100_000 }, { endAt: 50_000 }, {}]
    expect(await readFile(repository, 'f', limited())).toEqual(repository.content)
    expect(repository.requests.map(({ start }) => start)).toEqual([0, 100_000, 150_000])
  })

  test.each([
    ['flipped', { flipAt: 7 }],
    ['changed meanwhile', { changed: true }],
  ])('is begun anew where it was %s', async (_what, weather) => {
    const repository = new RangedRepository(SIZE).withCrc32()
    repository.weather = [weather, {}]
    expect(await readFile(repository, 'f', limited())).toEqual(repository.content)
    expect(repository.requests.map(({ start }) => start)).toEqual([0, 0])
  })

  test.each([
    ['is read', [{ ignoreRange: true }], 1],
    ['that breaks is begun anew', [{ cutAt: 9, ignoreRange: true }, { ignoreRange: true }], 2],
  ])('of a store without ranges %s', async (_what, weather, least) => {
    const repository = new RangedRepository(SIZE).withCrc32()
    repository.weather = [...weather]
    expect(await readFile(repository, 'f', limited())).toEqual(repository.content)
    expect(repository.requests.length).toBeGreaterThanOrEqual(least)
  })

  test('of no bytes has none, and they are what its checksum says', async () => {
    const repository = new RangedRepository(0)
    const value = createHasher('sha256').digest()
    repository.checksums = [{ algorithm: 'sha256', of: 'whole', value }]
    expect(await readFile(repository, 'f', limited())).toHaveLength(0)
  })

  test('is verified by a checksum of parts', async () => {
    const repository = new RangedRepository(SIZE)
    const partSize = 100_000
    const whole = createHasher('sha256')
    for (let start = 0; start < SIZE; start += partSize) {
      const part = createHasher('sha256')
      part.update(repository.content.subarray(start, start + partSize))
      whole.update(part.digest())
    }
    repository.checksums = [{ algorithm: 'sha256', value: whole.digest(), of: 'whole', partSize }]
    repository.weather = [{ flipAt: SIZE - 1 }, {}]
    expect(await readFile(repository, 'f', limited())).toEqual(repository.content)
    expect(repository.requests).toHaveLength(2)
  })

  test('never is what its checksum denies', async () => {
    const repository = new RangedRepository(SIZE).withCrc32()
    repository.content.writeUInt8(repository.content.readUInt8(0) ^ 1, 0)
    const error = await readFile(repository, 'f', limited()).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TransferError)
    expect(error).toMatchObject({ code: 'DATA_LOSS' })
    if (error instanceof TransferError) expect(error.failures.get('f')).toBeInstanceOf(IntegrityError)
  })

  test('of an unknown size is as long as it comes', async () => {
    const content = 'x'.repeat(1_000)
    const served = { content, listedSize: undefined, servedSize: undefined }
    const repository = new MemoryRepository({ f: served })
    expect(await readFile(repository, 'f', limited(1_000))).toEqual(Buffer.from(content))
    await expect(readFile(repository, 'f', limited(999))).rejects.toThrow('too large')
  })

  test('that is too large is not opened', async () => {
    const repository = new RangedRepository(SIZE)
    await expect(readFile(repository, 'f', limited(SIZE - 1))).rejects.toThrow('too large')
    expect(repository.requests).toEqual([])
  })

  test.each([
    ['the answer says that', { content: 'content', listedSize: undefined }],
    ['that is seen as it comes', { content: 'content', listedSize: undefined, servedSize: undefined }],
  ])('that is too large is left where %s', async (_what, file) => {
    const repository = new MemoryRepository({ f: file })
    await expect(readFile(repository, 'f', limited(6))).rejects.toMatchObject({
      name: 'MlflowError',
      code: 'MAX_READ_SIZE_EXCEEDED',
    })
    expect(repository).toMatchObject({ opened: 1, openAtOnce: 0 })
    expect(await readFile(repository, 'f', limited(7))).toHaveLength(7)
  })

  test('of more bytes than were said is refused', async () => {
    const repository = new MemoryRepository({ f: { content: 'abcd', listedSize: 3, servedSize: 3 } })
    await expect(readFile(repository, 'f', { ...limited(), attempts: 2 })).rejects.toThrow('received more')
  })
})

test('a directory is no file, and what is missing is said by the store', async () => {
  const repository = new MemoryRepository({ 'd/a': 'a', empty: { content: '' } })
  expect(await readFile(repository, 'd', limited())).toBeUndefined()
  await expect(readFile(repository, 'missing', limited())).rejects.toThrow('No such artifact')
})
