import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { compositeChecksums, compositePartCount } from './composite-checksums.ts'
import { storedChecksums } from './stored-checksums.ts'

function checksumsOf(headers: Record<string, string>, status = 200): string[] {
  const response = { status, headers, url: 'https://store/', body: Readable.from([]) }
  return storedChecksums(response).map(
    ({ algorithm, value }) => `${algorithm} ${Buffer.from(value).toString('hex')}`,
  )
}

test('are read as S3 and GCS write them', () => {
  expect(checksumsOf({ 'x-amz-checksum-crc64nvme': 'rosUhgp5mIg=' })).toEqual(['crc64nvme ae8b14860a799888'])
  expect(checksumsOf({ 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-checksum-type': 'FULL_OBJECT' })).toEqual([
    'crc32 cbf43926',
  ])
  expect(
    checksumsOf({ 'x-amz-checksum-xxhash3': 'ctyxi2ehff8=', 'x-amz-checksum-xxhash64': 'AAAA' }),
  ).toEqual(['xxhash3 72dcb18b67a17dff'])
  const both = 'crc32c=4waSgw==,md5=JfnnlDI7RTiF9RgfG2JNCw=='
  expect(checksumsOf({ 'x-goog-hash': both })).toEqual([
    'crc32c e3069283',
    'md5 25f9e794323b453885f5181f1b624d0b',
  ])
  expect(checksumsOf({ 'x-goog-hash': both }, 206)).toHaveLength(2)
})

test('of anything but the whole, and garbage, are left alone', () => {
  expect(checksumsOf({ 'x-amz-checksum-crc32': 'y/Q5Jg==', 'x-amz-checksum-type': 'COMPOSITE' })).toEqual([])
  expect(checksumsOf({ 'x-amz-checksum-crc32c': 'y/Q5Jg==-3' })).toEqual([])
  expect(checksumsOf({ 'x-amz-checksum-crc32': 'y/Q5Jg==' }, 206)).toEqual([])
  expect(checksumsOf({ 'x-amz-checksum-sha256': 'short', 'x-goog-hash': 'sha1=AAAA,,' })).toEqual([])
  expect(checksumsOf({})).toEqual([])
})

test('of parts are those of the whole where the size of a part is known', () => {
  const headers = { 'x-amz-checksum-crc32': 'y/Q5Jg==-3', 'x-amz-checksum-sha256': 'short-3' }
  const response = { status: 200, headers, url: 'https://store/', body: Readable.from([]) }
  expect(compositePartCount(response)).toBe(3)
  expect(compositeChecksums(response, 8)).toEqual([
    { algorithm: 'crc32', value: Buffer.from('cbf43926', 'hex'), of: 'whole', partSize: 8 },
  ])
  expect(compositePartCount({ ...response, status: 206 })).toBeUndefined()
  expect(compositePartCount({ ...response, headers: { 'x-amz-checksum-crc32': 'y/Q5Jg==' } })).toBeUndefined()
})

test.each([
  [10_000, 10_000],
  [10_001, undefined],
  [24_000_000, undefined],
  [0, undefined],
])('of %i parts are those of %s: S3 takes no more than 10,000', (said, count) => {
  const headers = { 'x-amz-checksum-crc32c': `AAAAAA==-${said}` }
  const response = { status: 200, headers, url: 'https://store/', body: Readable.from([]) }
  expect(compositePartCount(response)).toBe(count)
  expect(storedChecksums(response)).toEqual([])
})
