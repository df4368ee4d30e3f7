import { createServer } from 'node:net'
import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { listen } from '../../test/serve.ts'
import { readText } from '../index.ts'

const TEXT = 'the artifact'

/** The URL of a server that answers every request with these lines and bytes, as they are. */
async function answering(fields: string, body: Buffer): Promise<string> {
  const head = Buffer.from(`HTTP/1.1 200 OK\r\n${fields}\r\nConnection: close\r\n\r\n`)
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.concat([head, body])))
  })
  return `http://127.0.0.1:${await listen(server)}/file`
}

function chunked(body: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`${body.byteLength.toString(16)}\r\n`),
    body,
    Buffer.from('\r\n0\r\n\r\n'),
  ])
}

const gzip = gzipSync(TEXT)
const plain = Buffer.from(TEXT)

describe.each(['data', 'control'] as const)('an answer to a %s request', (kind) => {
  test.each([
    ['Transfer-Encoding: gzip, chunked', chunked(gzip)],
    ['Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked', chunked(gzip)],
    ['Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip', chunked(gzip)],
    ['transfer-encoding:  GZip ,\tChunked ', chunked(gzip)],
    ['Transfer-Encoding: x-gzip,chunked', chunked(gzip)],
    ['Transfer-Encoding: deflate, chunked', chunked(deflateSync(TEXT))],
    ['Transfer-Encoding: gzip', gzip],
    // The marks of the chunks would become part of the artifact.
    ['Transfer-Encoding: chunked, gzip', chunked(gzip)],
    ['Transfer-Encoding: chunked, chunked', chunked(chunked(plain))],
    ['Transfer-Encoding: chunked, identity', chunked(plain)],
    ['Transfer-Encoding: chunked;q=1', chunked(plain)],
    ['Transfer-Encoding: "chunked"', chunked(plain)],
    ['Transfer-Encoding: xchunked', plain],
    ['Transfer-Encoding: chunked\t', chunked(plain)],
  ])('with %j is refused', async (fields, body) => {
    const url = await answering(fields, body)
    const failure = await failureOf(makeClient(undefined).request({ url, kind }))
    expect(failure).toMatchObject({ name: 'IntegrityError', code: 'DATA_LOSS', uri: url, retryable: false })
  })

  test.each([
    ['Transfer-Encoding: chunked', chunked(plain)],
    ['transfer-encoding:\t  CHUNKED  ', chunked(plain)],
    ['Transfer-Encoding: identity', plain],
  ])('with %j is the bytes', async (fields, body) => {
    const response = await makeClient(undefined).request({ url: await answering(fields, body), kind })
    expect(await readText(response)).toBe(TEXT)
  })
})

test('what the server calls it is not repeated: it may be what it was sent', async () => {
  const url = await answering('Transfer-Encoding: secret-token-of-the-user', plain)
  const failure = await failureOf(makeClient(undefined).request({ url, kind: 'data' }))
  expect(failure.message).not.toContain('secret-token')
})
