import { createHash, randomBytes } from 'node:crypto'
import type { Checksum, ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import { describe, expect, test } from 'vitest'
import { PartMap } from '../part/part-map.ts'
import { chosenChecksum } from './chosen-checksum.ts'
import { createHasher } from './create-hasher.ts'
import { hashersOf } from './hashers-of.ts'
import { wholeChecksum } from './whole-checksum.ts'

const given = (algorithm: ChecksumAlgorithm, of: 'whole' | 'range' = 'whole'): Checksum => ({
  algorithm,
  value: new Uint8Array(4),
  of,
})

async function digestOf(algorithm: ChecksumAlgorithm, bytes: Uint8Array): Promise<string> {
  const hasher = (await hashersOf(algorithm))()
  hasher.update(bytes.subarray(0, 3))
  hasher.update(bytes.subarray(3))
  return Buffer.from(hasher.digest()).toString('hex')
}

// The check values of the catalogue of CRCs (crc of "123456789"), of the RFCs, and what Python's xxhash 3 computes.
test.each([
  ['crc32', 'cbf43926'],
  ['crc32c', 'e3069283'],
  ['crc64nvme', 'ae8b14860a799888'],
  ['xxhash64', '8cb841db40e6ae83'],
  ['xxhash3', '72dcb18b67a17dff'],
  ['xxhash128', '33119477ede5dcd5e9716427681d5860'],
  ['md5', createHash('md5').update('123456789').digest('hex')],
  ['sha1', createHash('sha1').update('123456789').digest('hex')],
  ['sha256', createHash('sha256').update('123456789').digest('hex')],
] as const)('%s of 123456789 is %s', async (algorithm, digest) => {
  expect(await digestOf(algorithm, Buffer.from('123456789'))).toBe(digest)
})

describe('the checksum of a file from those of its parts', () => {
  test.each([
    ['crc32', 1, 1],
    ['crc32', 1000, 300],
    ['crc32c', 1000, 64],
    ['crc64nvme', 100_000, 4096],
    ['crc64nvme', 4096, 4096],
  ] as const)('%s over %i bytes in parts of %i', async (algorithm, size, partSize) => {
    const bytes = randomBytes(size)
    const map = new PartMap(size, partSize)
    for (const part of map.parts) {
      part.hasher = createHasher(algorithm)
      part.add(bytes.subarray(part.start, part.end))
    }
    expect(Buffer.from((await wholeChecksum(given(algorithm), map)) ?? []).toString('hex')).toBe(
      await digestOf(algorithm, bytes),
    )
  })

  test.each(['sha256', 'xxhash3'] as const)(
    'of %s is that of one part, and of no more',
    async (algorithm) => {
      const map = new PartMap(10, 10)
      const [part] = map.parts
      if (part !== undefined) part.hasher = (await hashersOf(algorithm))()
      part?.add(Buffer.from('0123456789'))
      const whole = Buffer.from((await wholeChecksum(given(algorithm), map)) ?? []).toString('hex')
      expect(whole).toBe(await digestOf(algorithm, Buffer.from('0123456789')))
      expect(await wholeChecksum(given(algorithm), new PartMap(10, 5))).toBeUndefined()
    },
  )
})

describe('the checksum to verify by', () => {
  test.each([
    ['the cheapest', [given('sha256'), given('crc32c'), given('md5')], 'default', 'crc32c'],
    ['one that ranges have in any order', [given('xxhash64'), given('crc64nvme')], 'default', 'crc64nvme'],
    ['never MD5', [given('md5')], 'default', undefined],
    ['the strongest', [given('crc32c'), given('md5')], 'all', 'md5'],
    ['none of a range', [given('crc32', 'range')], 'all', undefined],
    ['none', [given('crc32')], 'size', undefined],
  ] as const)('is %s', (_what, checksums, mode, algorithm) => {
    expect(chosenChecksum(checksums, mode)?.algorithm).toBe(algorithm)
  })
})
