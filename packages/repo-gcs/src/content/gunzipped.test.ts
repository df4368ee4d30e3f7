import { gzipSync } from 'node:zlib'
import { bytesFile, type Fault } from '@mlflow-artifacts/testing/fault-server'
import { expect, test } from 'vitest'
import { pathsOf, textOf } from '../../test/collect.ts'
import { startGcs, testRepository } from '../../test/start-gcs.ts'

const TEXT = 'stored as gzip, read as text\n'.repeat(5_000)
const GZIP = gzipSync(TEXT)

function stored(bytes: Uint8Array, encoding = 'gzip') {
  return bytesFile(bytes, { headers: { 'content-encoding': encoding } })
}

async function open(fault: Fault = {}, bytes: Uint8Array = GZIP, maxExpansion = 1_000) {
  const server = await startGcs({ 'run/a.txt': stored(bytes) }, ({ kind }) =>
    kind === 'gcs-object' ? fault : undefined,
  )
  return await testRepository(server, { maxExpansion }).open('a.txt')
}

test('an object that is stored as gzip is decoded, of a size that nobody knows', async () => {
  const server = await startGcs({ 'run/a.txt': stored(GZIP) })
  const repository = testRepository(server)
  const content = await repository.open('a.txt')
  expect(content).toMatchObject({
    size: undefined,
    range: undefined,
    checksums: [],
    validator: expect.any(String),
  })
  expect(await textOf(content)).toBe(TEXT)
  expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip')
  expect(await repository.stat?.('a.txt')).toEqual({ path: 'a.txt', isDir: false, fileSize: undefined })
  for await (const { fileSize } of repository.list('')) expect(fileSize).toBeUndefined()
  expect(await pathsOf(repository.list(''))).toEqual(['a.txt'])
})

test.each([{ start: 3, end: 5 }, { start: GZIP.byteLength + 1 }])(
  'the range %j of it is the whole',
  async (range) => {
    const repository = testRepository(await startGcs({ 'run/a.txt': stored(GZIP) }))
    const content = await repository.open('a.txt', { range })
    expect(content.range).toBeUndefined()
    expect(await textOf(content)).toBe(TEXT)
  },
)

test.each<[string, Fault, Uint8Array?]>([
  ['a flipped bit that still decodes', { flipBitAt: 4 }],
  ['a flipped bit that does not', { flipBitAt: 40 }],
  ['bytes that are no gzip', {}, Buffer.from('plain text')],
  ['an end that is missing', {}, GZIP.subarray(0, -9)],
])('%s is no success', async (_, fault, bytes) => {
  const content = await open(fault, bytes)
  await expect(textOf(content)).rejects.toMatchObject({ name: 'IntegrityError' })
})

test('a body that breaks off is the failure of the connection', async () => {
  const content = await open({ cut: { at: 100, how: 'rst' } })
  await expect(textOf(content)).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
})

test('a bomb is given up', async () => {
  const bomb = gzipSync(Buffer.alloc(100 * 2 ** 20))
  let size = 0
  const read = async (): Promise<void> => {
    for await (const chunk of (await open({}, bomb, 10)).body) size += chunk.byteLength
  }
  await expect(read()).rejects.toMatchObject({
    name: 'IntegrityError',
    hint: expect.stringContaining('maxExpansion'),
  })
  expect(size).toBeLessThanOrEqual(64 * 2 ** 20)
})

test('a body that nobody reads gives its connection back', async () => {
  const server = await startGcs({ 'run/a.txt': stored(GZIP) }, () => ({ stallAt: 10 }))
  const { body } = await testRepository(server).open('a.txt')
  if ('destroy' in body && typeof body.destroy === 'function') body.destroy()
  await expect.poll(() => server.connections).toBe(0)
})

test('other encodings are metadata: the bytes are those that are stored', async () => {
  const server = await startGcs({ 'run/a.br': stored(Buffer.from('as stored'), 'br') })
  const content = await testRepository(server).open('a.br')
  expect(content).toMatchObject({ size: 9, checksums: [{ algorithm: 'crc32c' }] })
  expect(await textOf(content)).toBe('as stored')
})

test('what was decoded on the way has no checksum', async () => {
  const headers = { 'content-encoding': undefined }
  const server = await startGcs({ 'run/a.txt': stored(GZIP) }, () => ({ headers }))
  expect(await testRepository(server).open('a.txt')).toMatchObject({ checksums: [] })
})

test('what was encoded on the way is verified when it is decoded', async () => {
  const headers = { 'x-goog-stored-content-encoding': 'identity' }
  const content = await open({ headers })
  expect(content).toMatchObject({ checksums: [{ algorithm: 'crc32c' }], size: undefined })
  expect(await textOf(content)).toBe(TEXT)
})

test.each<[string, Uint8Array, string, string?]>([
  ['an empty object', Buffer.alloc(0), ''],
  ['an empty file', gzipSync(''), ''],
  ['several members, as bgzip writes them', Buffer.concat([gzipSync('one, '), gzipSync('two')]), 'one, two'],
  ['zeros behind the end', Buffer.concat([gzipSync('text'), Buffer.alloc(512)]), 'text'],
  ['the encoding in capitals', GZIP, TEXT, 'GZIP'],
  ['the old name of the encoding', GZIP, TEXT, 'x-gzip'],
])('%s is decoded', async (_, bytes, text, encoding) => {
  const server = await startGcs({ 'run/a.txt': stored(bytes, encoding) })
  const repository = testRepository(server)
  expect(await textOf(await repository.open('a.txt'))).toBe(text)
  expect(await textOf(await repository.open('a.txt', { range: { start: 1 } }))).toBe(text)
  expect(await repository.stat?.('a.txt')).toMatchObject({ fileSize: undefined })
})
