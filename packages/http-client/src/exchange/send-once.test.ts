import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { HttpResponse } from '@mlflow-artifacts/repository'
import { describe, expect, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { listen, serve } from '../../test/serve.ts'
import { readText } from '../index.ts'

function streamOf({ body }: HttpResponse): Readable {
  if (!(body instanceof Readable)) throw new TypeError('no Readable')
  return body
}

/** A server that writes text of our own to each connection, once the request has come. */
async function serveRaw(answer: (socket: Socket) => void): Promise<{ url: string; sockets: Socket[] }> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  })
  return { url: `http://127.0.0.1:${await listen(server)}/file?X-Amz-Signature=${CANARY}`, sockets }
}

const headersOf = (length: number, more = ''): string =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n${more}\r\n`

test('the path goes over the wire as it stands', async () => {
  const server = await serve((response) => response.end())
  for (const path of [
    '/a/../b/./c//d',
    '/%2e%2E/%41%zz',
    '/!$&\'()*+,;=:@~[]|\\^{}`<>"',
    '/a?b=%2F&c=/?d',
    '/?',
  ]) {
    const response = await makeClient(undefined).request({ url: server.origin + path, kind: 'data' })
    expect(server.seen.at(-1)?.url).toBe(path)
    expect(response.url).toBe(server.origin + path)
    await readText(response)
  }
})

test('headers have lower-case names and no prototype, repeated ones are joined', async () => {
  const { url } = await serveRaw((socket) =>
    socket.end(headersOf(2, 'X-A: 1\r\nx-a: 2\r\n__proto__: 3\r\n').concat('ok')),
  )
  const response = await makeClient(undefined).request({ url, kind: 'data' })
  expect(await readText(response)).toBe('ok')
  expect(response.headers['x-a']).toBe('1, 2')
  expect(Object.getPrototypeOf(response.headers)).toBe(null)
  expect(Object.keys(response.headers)).toContain('__proto__')
})

describe('a body of data', () => {
  test('waits for its reader', async () => {
    let written = 0
    const { url } = await serveRaw((socket) => {
      const block = Buffer.alloc(2 ** 16)
      socket.write(headersOf(64 * 2 ** 20))
      const more = (): void => {
        while (!socket.destroyed && written < 64 * 2 ** 20) {
          written += block.length
          if (!socket.write(block)) return
        }
      }
      socket.on('drain', more)
      more()
    })
    const body = streamOf(await makeClient(undefined).request({ url, kind: 'data' }))
    await once(body, 'readable')
    const before = process.memoryUsage().arrayBuffers
    for (let turn = 0; turn < 1000; turn++) await setImmediate()
    expect(written).toBeLessThan(32 * 2 ** 20)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 2 ** 20)
    let size = 0
    for await (const chunk of body) size += chunk.length
    expect(size).toBe(64 * 2 ** 20)
  })

  test('closes its connection when it is destroyed, without an error of its own', async () => {
    const { url, sockets } = await serveRaw((socket) => socket.write(`${headersOf(100)}start`))
    const body = streamOf(await makeClient(undefined).request({ url, kind: 'data' }))
    const [socket] = sockets
    body.destroy()
    await once(body, 'close')
    expect(body.errored).toBe(null)
    if (socket !== undefined && !socket.destroyed) await once(socket, 'close')
  })

  test('gives what had come when the connection broke, and then fails', async () => {
    const { url, sockets } = await serveRaw((socket) => socket.end(`${headersOf(100)}start`))
    const body = streamOf(await makeClient(undefined).request({ url, kind: 'data' }))
    await once(body, 'readable')
    const [socket] = sockets
    if (socket !== undefined && !socket.destroyed) await once(socket, 'close')
    for (let turn = 0; turn < 100; turn++) await setImmediate()
    let text = ''
    const read = async (): Promise<void> => {
      for await (const chunk of body) text += chunk
    }
    await expect(read()).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
    expect(text).toBe('start')
  })

  test('fails where the connection does, and is not sent again', async () => {
    const { url, sockets } = await serveRaw((socket) => socket.end(`${headersOf(100)}start`))
    const response = await makeClient(undefined).request({ url, kind: 'data' })
    const error = await failureOf(readText(response))
    expect(error).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
    expect(error.uri).toMatch(/\/file\?X-Amz-Signature=REDACTED$/)
    expect(sockets).toHaveLength(1)
  })

  test.each([
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhello',
  ])('without its last chunk is not the whole: %j', async (text) => {
    const { url } = await serveRaw((socket) => socket.end(text))
    const response = await makeClient(undefined).request({ url, kind: 'data' })
    expect(await failureOf(readText(response))).toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      retryable: true,
    })
  })

  test('may be silent for so long', async () => {
    const { url } = await serveRaw((socket) => socket.write(`${headersOf(100)}start`))
    const settings = { timeouts: { silenceMs: 50 } }
    const response = await makeClient(undefined, { settings }).request({ url, kind: 'data' })
    const error = await failureOf(readText(response))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true })
    expect(error.message).toContain('Read timed out. (read timeout=0.05)')
  })

  test('is no silence while its reader is slow', async () => {
    const server = await serve((response) => response.end(Buffer.alloc(2 ** 20)))
    const settings = { timeouts: { silenceMs: 20 } }
    const response = await makeClient(undefined, { settings }).request({ url: server.origin, kind: 'data' })
    const body = streamOf(response)
    await once(body, 'readable')
    const until = Date.now() + 100
    while (Date.now() < until) await setImmediate()
    expect(await readText(response)).toHaveLength(2 ** 20)
  })

  test('is destroyed by an abort, with its reason', async () => {
    const { url } = await serveRaw((socket) => socket.write(`${headersOf(100)}start`))
    const abort = new AbortController()
    const response = await makeClient(undefined).request({ url, kind: 'data', signal: abort.signal })
    const reason = new Error('enough')
    abort.abort(reason)
    await expect(readText(response)).rejects.toBe(reason)
  })
})

describe('an abort', () => {
  test('before the request opens nothing', async () => {
    const reason = { not: 'an error' }
    const request = makeClient(undefined).request({
      url: 'http://127.0.0.1:1/',
      signal: AbortSignal.abort(reason),
    })
    await expect(request).rejects.toBe(reason)
  })

  test.each(['control', 'data'] as const)('while the answer is waited for: %s', async (kind) => {
    const abort = new AbortController()
    const reason = new Error('enough')
    const { url, sockets } = await serveRaw(() => abort.abort(reason))
    await expect(makeClient(undefined).request({ url, kind, signal: abort.signal })).rejects.toBe(reason)
    const [socket] = sockets
    if (socket !== undefined && !socket.destroyed) await once(socket, 'close')
    expect(sockets).toHaveLength(1)
  })

  test('while a connection is waited for', async () => {
    const { url } = await serveRaw(() => {})
    const client = makeClient(undefined, { settings: { maxConnectionsPerOrigin: 1 } })
    const [first, second] = [new AbortController(), new AbortController()]
    const held = client.request({ url, kind: 'data', signal: first.signal })
    const queued = client.request({ url, kind: 'data', signal: second.signal })
    await setImmediate()
    second.abort('never mind')
    await expect(queued).rejects.toBe('never mind')
    first.abort('nor this')
    await expect(held).rejects.toBe('nor this')
  })
})

describe('no answer', () => {
  test.each([
    [
      'control',
      `Max retries exceeded with url: /p?sig=REDACTED (Caused by connect ECONNREFUSED 127.0.0.1:1)`,
    ],
    ['data', 'failed with exception connect ECONNREFUSED 127.0.0.1:1'],
  ] as const)('because nobody listens: %s', async (kind, message) => {
    const error = await failureOf(
      makeClient(undefined).request({ url: `http://127.0.0.1:1/p?sig=${CANARY}`, kind }),
    )
    expect(error.message).toContain(message)
    expect(error).toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      retryable: true,
      cause: { code: 'ECONNREFUSED' },
      hint: expect.stringContaining('http://127.0.0.1:1'),
    })
  })

  test('because the name is unknown', async () => {
    const error = await failureOf(
      makeClient(undefined).request({ url: 'http://nowhere.invalid/', retries: 0 }),
    )
    expect(error.code).toBe('TEMPORARILY_UNAVAILABLE')
    expect(error.cause).toMatchObject({ code: expect.stringMatching(/^(?:ENOTFOUND|EAI_AGAIN)$/) })
  })

  test("in time, in Python's words", async () => {
    const { url, sockets } = await serveRaw(() => {})
    const { origin, port } = new URL(url)
    const settings = { timeouts: { headersMs: 50 }, retries: { max: 1 } }
    const error = await failureOf(makeClient(origin, { settings }).request({ url }))
    expect(error).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      retryable: true,
      message:
        `API request to ${origin}/file failed with timeout exception HTTPConnectionPool(host='127.0.0.1', ` +
        `port=${port}): Read timed out. (read timeout=0.05). To increase the timeout, set the environment variable ` +
        'MLFLOW_HTTP_REQUEST_TIMEOUT (default: 120) to a larger value.',
    })
    expect(sockets).toHaveLength(2)
    await failureOf(makeClient(origin).request({ url, headersTimeoutMs: 50, retries: 0 }))
  })

  test('that is HTTP, and what came instead stays unseen', async () => {
    const { url } = await serveRaw((socket) =>
      socket.end(`HTTP/1.1 200 OK\r\nset-cookie: ${CANARY}\r\nbad header\0\r\n\r\n`),
    )
    expect((await failureOf(makeClient(undefined).request({ url, retries: 0 }))).code).toBe(
      'TEMPORARILY_UNAVAILABLE',
    )
  })

  test('but headers without end', async () => {
    const { url, sockets } = await serveRaw((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\n${`set-cookie: ${CANARY}\r\n`.repeat(10_000)}`),
    )
    const error = await failureOf(makeClient(undefined).request({ url }))
    expect(error).toMatchObject({ code: 'MAX_READ_SIZE_EXCEEDED', retryable: false })
    expect(error.message).toContain('65536 bytes')
    expect(sockets).toHaveLength(1)
  })
})
