import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { digestFields } from './digest-fields.ts'

const base64 = (algorithm: string) => createHash(algorithm).update('123456789').digest('base64')
const hex = (algorithm: string) => createHash(algorithm).update('123456789').digest('hex')

function digestsOf(headers: Record<string, string>, status = 200): string[] {
  const response = { status, headers, url: 'https://store/', body: Readable.from([]) }
  return digestFields(response).map(
    ({ algorithm, value, of }) => `${algorithm} ${Buffer.from(value).toString('hex')} ${of}`,
  )
}

test('of the whole representation are that of a range, too', () => {
  for (const status of [200, 206]) {
    expect(
      digestsOf({ 'repr-digest': `sha-256=:${base64('sha256')}:, sha-512=:${base64('sha512')}:` }, status),
    ).toEqual([`sha256 ${hex('sha256')} whole`, `sha512 ${hex('sha512')} whole`])
    expect(
      digestsOf({ digest: `SHA-256=${base64('sha256')},MD5=${base64('md5')}, crc32c=E3069283` }, status),
    ).toEqual([`sha256 ${hex('sha256')} whole`, `md5 ${hex('md5')} whole`, 'crc32c e3069283 whole'])
  }
})

test('of what was sent are of the range where one was', () => {
  const headers = { 'content-digest': `sha-256=:${base64('sha256')}:`, 'content-md5': base64('md5') }
  expect(digestsOf(headers)).toEqual([`sha256 ${hex('sha256')} whole`, `md5 ${hex('md5')} whole`])
  expect(digestsOf(headers, 206)).toEqual([`sha256 ${hex('sha256')} range`, `md5 ${hex('md5')} range`])
})

test('may be spelled in several ways', () => {
  const { length } = digestsOf({ 'repr-digest': ` Sha-256 = :${base64('sha256')}:;p="q" ` })
  expect(length).toBe(1)
  expect(digestsOf({ digest: 'crc32c=4waSgw==' })).toEqual(['crc32c e3069283 whole'])
  // Zeros before a number in hexadecimal may be left out.
  expect(digestsOf({ digest: 'CRC32c=aB' })).toEqual(['crc32c 000000ab whole'])
})

test('of SHA-1 are read, too', () => {
  expect(digestsOf({ digest: `SHA=${base64('sha1')}` })).toEqual([`sha1 ${hex('sha1')} whole`])
  expect(digestsOf({ 'content-digest': `sha=:${base64('sha1')}:` }, 206)).toEqual([
    `sha1 ${hex('sha1')} range`,
  ])
})

test('are the last ones where an algorithm is named twice', () => {
  const other = createHash('sha256').update('other').digest('base64')
  expect(digestsOf({ 'repr-digest': `sha-256=:${other}:, sha-256=:${base64('sha256')}:` })).toEqual([
    `sha256 ${hex('sha256')} whole`,
  ])
})

test('that are garbage, and those of other algorithms, are left alone', () => {
  expect(
    digestsOf({
      'repr-digest': `sha-256=${base64('sha256')}, sha-512=:AAAA:, md5=:***:, crc32c=1, unixsum=30637, =, ,`,
      'content-digest': 'sha-256',
      digest: `ADLER32=03da0195, UNIXcksum=1, sha-256=, md5=${hex('md5')}`,
      'content-md5': 'Zm9v, YmFy',
    }),
  ).toEqual([])
  expect(digestsOf({})).toEqual([])
})
