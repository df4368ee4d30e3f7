import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { bytesFile, inTurn, s3Refusal } from '@mlflow-artifacts/testing/fault-server'
import { describe, expect, test } from 'vitest'
import { failureOf, textOf } from '../test/collect.ts'
import { startStore } from '../test/start-store.ts'

const digest = (text: string | Uint8Array): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(text))
  return bytes
}

test('bytes come as they are stored, whatever their encoding is said to be', async () => {
  const { server, repository } = await startStore({})
  server.tree.set('root/a.tar.gz', bytesFile('packed', { headers: { 'content-encoding': 'gzip' } }))
  expect(await textOf(repository().open('a.tar.gz'))).toBe('packed')
})

test('one request is sent for a file or a range, and pins what was seen', async () => {
  const { server, repository } = await startStore({ 'root/a': '0123456789' })
  const reader = repository()
  const { validator, size, range } = await reader.open('a')
  expect([validator, size, range]).toEqual([server.tree.file('root/a')?.etag, 10, undefined])
  const part = await reader.open('a', { range: { start: 3, end: 7 }, ifMatch: validator })
  expect([part.size, part.range]).toEqual([10, { start: 3, end: 7 }])
  expect(server.requests.map(({ target, headers }) => [target, headers.range, headers['if-match']])).toEqual([
    ['/s3/bucket/root/a?x-id=GetObject', undefined, undefined],
    ['/s3/bucket/root/a?x-id=GetObject', 'bytes=3-6', validator],
  ])
  server.tree.set('root/a', bytesFile('other'))
  expect((await failureOf(reader.open('a', { ifMatch: validator }))).code).toBe('DATA_LOSS')
})

test('a range behind the end is refused, whatever document comes with it', async () => {
  const { server, repository } = await startStore({ 'root/a': '0123456789' })
  const start = { range: { start: 11 } }
  expect((await failureOf(repository().open('a', start))).code).toBe('INVALID_PARAMETER_VALUE')
  server.faults = ({ method }) => (method === 'GET' ? s3Refusal(416, 'InvalidRange') : undefined)
  expect((await failureOf(repository().open('a', start))).code).toBe('INVALID_PARAMETER_VALUE')
  expect(await textOf(repository().open('a', { range: { start: 10 } }))).toBe('')
})

test('a range that comes with the status of the whole is taken for what it is', async () => {
  const { server, repository } = await startStore({ 'root/a': '0123456789' })
  const named = (contentRange: string) =>
    inTurn('s3-object', [
      { answer: { status: 200, headers: { etag: '"e"', 'content-range': contentRange }, body: '3456' } },
    ])
  server.faults = named('bytes 3-6/10')
  const content = repository().open('a', { range: { start: 3, end: 7 } })
  expect((await content).range).toEqual({ start: 3, end: 7 })
  expect(await textOf(content)).toBe('3456')
  server.faults = named('bytes 4-7/10')
  expect((await failureOf(repository().open('a', { range: { start: 3, end: 7 } }))).code).toBe('DATA_LOSS')
})

test('a checksum of the whole is handed on', async () => {
  const { server, repository } = await startStore({})
  const headers = {
    'x-amz-checksum-crc32': digest('content').toString('base64'),
    'x-amz-checksum-type': 'FULL_OBJECT',
  }
  server.tree.set('root/a', bytesFile('content', { headers }))
  const whole = await repository().open('a')
  expect(whole.checksums).toEqual([{ algorithm: 'crc32', value: digest('content'), of: 'whole' }])
  expect((await repository().open('a', { range: { start: 1 } })).checksums).toEqual([])
  expect(server.requests.every(({ headers }) => headers['x-amz-checksum-mode'] === 'ENABLED')).toBe(true)
})

test.each([
  ...['sha1', 'sha256', 'sha512', 'md5'].map((algorithm) => ({
    algorithm,
    value: createHash(algorithm).update('content').digest(),
  })),
  { algorithm: 'xxhash64', value: Buffer.from('bFsZGjHFqfw=', 'base64') },
  { algorithm: 'xxhash3', value: Buffer.from('VfKzGmrPqmQ=', 'base64') },
  { algorithm: 'xxhash128', value: Buffer.from('kX4SdCdPwZWyei0jiNlWjA==', 'base64') },
])('so is one by $algorithm', async ({ algorithm, value }) => {
  const { server, repository } = await startStore({})
  const headers = { [`x-amz-checksum-${algorithm}`]: value.toString('base64') }
  server.tree.set('root/a', bytesFile('content', { headers }))
  expect((await repository().open('a')).checksums).toEqual([{ algorithm, value, of: 'whole' }])
})

test.each([
  ['even parts', [4, 4, 3], 4],
  ['one part', [11], 11],
  ['two parts', [6, 5], 6],
  ['uneven parts', [4, 5, 2], undefined],
  ['a last part that is the largest', [5, 6], undefined],
])('a checksum of checksums is handed on with the size of a part: %s', async (_, sizes, partSize) => {
  const content = 'hello world'
  const { server, repository } = await startStore({})
  const ends = sizes.map((_size, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size))
  const digests = sizes.map((size, index) => digest(content.slice((ends[index] ?? 0) - size, ends[index])))
  const composite = digest(Buffer.concat(digests))
  const headers = {
    'x-amz-checksum-crc32': `${composite.toString('base64')}-${sizes.length}`,
    'x-amz-checksum-type': 'COMPOSITE',
  }
  server.tree.set('root/a', bytesFile(content, { headers }))
  server.faults = ({ target, method }) => {
    const part = Number(/partNumber=(\d+)/.exec(target)?.[1])
    if (method !== 'HEAD' || Number.isNaN(part)) return undefined
    return { headers: { 'content-length': String(sizes[part - 1]) } }
  }
  const { checksums } = await repository().open('a')
  const expected = { algorithm: 'crc32', value: composite, of: 'whole', partSize }
  expect(checksums).toEqual(partSize === undefined ? [] : [expected])
  expect(server.requests.length).toBe(sizes.length === 1 ? 1 : 3)
})

test.each([
  ['all are of one size', [3, 3, 3, 2], true],
  ['only the sum is right', [3, 1, 5, 2], false],
  ['only one of many is not', [...Array.from({ length: 18 }, () => 3), 2, 4, 1], false],
])('whether many parts are even is found out where it matters: %s', async (_, sizes, isSure) => {
  const content = 'x'.repeat(sizes.reduce((sum, size) => sum + size))
  const { server, repository } = await startStore({})
  const headers = { 'x-amz-checksum-sha1': `${createHash('sha1').digest('base64')}-${sizes.length}` }
  server.tree.set('root/a', bytesFile(content, { headers }))
  server.faults = ({ target, method }) => {
    const part = Number(/partNumber=(\d+)/.exec(target)?.[1])
    return method === 'HEAD' ? { headers: { 'content-length': String(sizes[part - 1]) } } : undefined
  }
  const [checksum] = (await repository().open('a')).checksums
  expect(checksum).toMatchObject({ algorithm: 'sha1', partSize: 3 })
  expect(server.requests).toHaveLength(3)
  expect(await checksum?.confirmPartSize?.()).toBe(isSure)
  server.faults = () => s3Refusal(403, 'AccessDenied')
  expect(await checksum?.confirmPartSize?.()).toBe(true)
})

test('where nobody says how large the parts are, there is nothing to verify', async () => {
  const { server, repository } = await startStore({})
  const headers = { 'x-amz-checksum-sha256': `${createHash('sha256').digest('base64')}-3` }
  server.tree.set('root/a', bytesFile('content', { headers }))
  server.faults = ({ method }) => (method === 'HEAD' ? { answer: { status: 501 } } : undefined)
  expect((await repository().open('a')).checksums).toEqual([])
})

describe('checksums are asked for', () => {
  const modes = ({
    requests,
  }: {
    readonly requests: readonly { readonly headers: Record<string, string> }[]
  }) => requests.map(({ headers }) => headers['x-amz-checksum-mode'])

  test.each([
    [501, 'NotImplemented'],
    [400, 'InvalidArgument'],
    [400, ''],
    [403, 'SignatureDoesNotMatch'],
  ])('unless the store refuses that: %i %s', async (status, code) => {
    const { server, repository } = await startStore({ 'root/a': 'content' })
    server.faults = ({ headers }) => (headers['x-amz-checksum-mode'] ? s3Refusal(status, code) : undefined)
    const reader = repository()
    expect(await textOf(reader.open('a'))).toBe('content')
    const before = server.requests.length
    expect(await textOf(reader.open('a'))).toBe('content')
    expect(modes(server).slice(before)).toEqual([undefined])
  })

  test('and where it refuses everything, the refusal is told', async () => {
    const { server, repository } = await startStore({ 'root/a': 'content' })
    server.faults = () => s3Refusal(400, 'InvalidRequest')
    const reader = repository()
    expect((await failureOf(reader.open('a'))).message).toContain('The message of InvalidRequest')
    server.faults = () => undefined
    expect((await reader.open('a')).checksums).toHaveLength(1)
  })

  test.each(['when_required', 'WHEN_REQUIRED'])(
    'unless AWS_RESPONSE_CHECKSUM_VALIDATION is %s',
    async (mode) => {
      const { server, repository } = await startStore({ 'root/a': 'content' })
      await textOf(repository({ environment: { AWS_RESPONSE_CHECKSUM_VALIDATION: mode } }).open('a'))
      await textOf(
        repository({ environment: { AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_supported' } }).open('a'),
      )
      expect(modes(server)).toEqual([undefined, 'ENABLED'])
    },
  )
})
