import { once } from 'node:events'
import { syncBuiltinESMExports } from 'node:module'
import { createServer, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import type { HttpResponse } from '@mlflow-artifacts/repository'
import { describe, expect, test } from 'vitest'
import { failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { listen, serve } from '../../test/serve.ts'
import { readText } from '../index.ts'

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`
/** Wide, because the machine may be busy; without a limit, none of these would end. */
const SOON_MS = 10_000

/** A server that answers each request with a text, and then with another again and again. */
async function serveEndless(
  beginning: string,
  repeated: string,
  everyMs?: number,
): Promise<{ url: string; sockets: ReadonlySet<Socket>; requests: () => number }> {
  const sockets = new Set<Socket>()
  let requests = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    socket.on('data', () => {
      requests += 1
      const go = (): void => {
        if (socket.destroyed) return
        if (everyMs === undefined) socket.write(repeated.repeat(10_000), go)
        else socket.write(repeated, () => setTimeout(go, everyMs))
      }
      socket.write(beginning, go)
    })
  })
  return { url: `http://127.0.0.1:${await listen(server)}/p`, sockets, requests: () => requests }
}

async function bodyOf(response: Promise<HttpResponse>): Promise<string> {
  return await readText(await response)
}

describe.each(['control', 'once', 'data'] as const)('what comes around the body of an answer: %s', (kind) => {
  test.each([
    ['headers', OK, 'x-a: b\r\n', 'MAX_READ_SIZE_EXCEEDED', '65536 bytes'],
    ['one header', `${OK}x-a: `, 'b', 'MAX_READ_SIZE_EXCEEDED', '65536 bytes'],
    ['spaces before the value of a header', `${OK}x-a:`, ' ', 'MAX_READ_SIZE_EXCEEDED', '65536 bytes'],
    ['a reason', 'HTTP/1.1 200 ', 'OK', 'MAX_READ_SIZE_EXCEEDED', '65536 bytes'],
    [
      'interim answers',
      '',
      'HTTP/1.1 103 Early Hints\r\n\r\n',
      'INVALID_STATE',
      'More than 16 interim answers',
    ],
    ['other interim answers', '', 'HTTP/1.1 199 Nothing\r\nx: y\r\n\r\n', 'INVALID_STATE', '16 interim'],
    ['extensions of a chunk', `${CHUNKED}1;x=`, 'y', 'MAX_READ_SIZE_EXCEEDED', 'around the body'],
    [
      'spaces before a trailer',
      `${CHUNKED}1\r\nx\r\n0\r\nx-a:`,
      ' ',
      'MAX_READ_SIZE_EXCEEDED',
      'around the body',
    ],
    ['trailers', `${CHUNKED}1\r\nx\r\n0\r\n`, 'x-a: b\r\n', 'MAX_READ_SIZE_EXCEEDED', '65536 bytes'],
  ])(
    '%s without an end',
    async (_, beginning, repeated, code, message) => {
      const server = await serveEndless(beginning, repeated)
      const started = performance.now()
      const cpu = process.cpuUsage()
      const error = await failureOf(bodyOf(makeClient(undefined).request({ url: server.url, kind })))
      expect(error).toMatchObject({
        code,
        retryable: false,
        uri: server.url,
        hint: expect.stringContaining('proxy'),
      })
      expect(error.message).toContain(message)
      expect(server.requests()).toBe(1)
      expect(performance.now() - started).toBeLessThan(SOON_MS)
      expect(process.cpuUsage(cpu).user).toBeLessThan((SOON_MS / 2) * 1000)
      while (server.sockets.size > 0) await setImmediate()
    },
    20_000,
  )

  test.each([
    ['headers', OK, 'x'],
    ['interim answers, each in time', '', 'HTTP/1.1 102 Processing\r\n\r\n'],
  ])('%s that drip', async (_, beginning, repeated) => {
    const server = await serveEndless(beginning, repeated, 60)
    const settings = { timeouts: { headersMs: 300 }, retries: { max: 0 } }
    const error = await failureOf(makeClient(undefined, { settings }).request({ url: server.url, kind }))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true })
    expect(error.message).toContain('(read timeout=0.3)')
    while (server.sockets.size > 0) await setImmediate()
  })

  test('a few interim answers are passed over', async () => {
    const server = await serveEndless(
      `${'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'.repeat(16)}${OK}content-length: 2\r\n\r\nok`,
      '',
      1_000_000,
    )
    expect(await bodyOf(makeClient(undefined).request({ url: server.url, kind }))).toBe('ok')
  })

  test('the words of a refusal are read so far as they come soon, and no further than 32 KiB', async () => {
    const head = 'HTTP/1.1 403 Forbidden\r\n\r\n'
    const flood = await serveEndless(head, 'no')
    const response = await makeClient(undefined).request({ url: flood.url, kind })
    expect([response.status, (await readText(response)).length]).toEqual([403, 32_768])
    const drip = await serveEndless(`${head}first`, 'n', 20)
    const settings = { timeouts: { silenceMs: 300 } }
    const slow = await makeClient(undefined, { settings }).request({ url: drip.url, kind })
    expect(slow.status).toBe(403)
    expect(await readText(slow)).toMatch(/^firstn*$/)
    while (flood.sockets.size + drip.sockets.size > 0) await setImmediate()
  })
})

describe.each(['control', 'once'] as const)('the body of a small answer: %s', (kind) => {
  test('may be so large', async () => {
    const server = await serve((response) => response.end('x'.repeat(1000)))
    const client = makeClient(undefined)
    const request = { url: `${server.origin}/p`, kind, maximumBytes: 1000 }
    expect(await bodyOf(client.request(request))).toHaveLength(1000)
    const error = await failureOf(client.request({ ...request, maximumBytes: 999 }))
    expect(error).toMatchObject({
      code: 'MAX_READ_SIZE_EXCEEDED',
      message: `The answer of ${server.origin}/p is larger than 999 bytes`,
      uri: `${server.origin}/p`,
      retryable: false,
    })
  })

  test('is given up where it is slow', async () => {
    const server = await serveEndless(`${OK}\r\n`, 'x', 10)
    const settings = { timeouts: { slowMs: 300 }, retries: { max: 0 } }
    const error = await failureOf(makeClient(undefined, { settings }).request({ url: server.url, kind }))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true, uri: server.url })
    expect(error.hint).toContain('http.timeouts.slowMs')
    while (server.sockets.size > 0) await setImmediate()
  })

  test('ends in time with everything that belongs to it, or not at all', async () => {
    const server = await serveEndless(`${OK}\r\n`, 'x'.repeat(4096), 10)
    const settings = { timeouts: { callMs: 300, slowMs: 100 } }
    const error = await failureOf(makeClient(undefined, { settings }).request({ url: server.url, kind }))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: false, uri: server.url })
    expect(error.message).toContain('it did not end within 0.3 seconds')
    expect(error.hint).toContain('http.timeouts.callMs')
    expect(server.requests()).toBe(1)
    while (server.sockets.size > 0) await setImmediate()
  })
})

test('repetitions and their pauses count for the time of a call', async () => {
  const server = await serve((response) => response.writeHead(503, { 'retry-after': '3600' }).end())
  const settings = { timeouts: { callMs: 300 } }
  const error = await failureOf(makeClient(undefined, { settings }).request({ url: server.origin }))
  expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: false })
  expect(server.seen).toHaveLength(1)
})

test('a small answer that is asked for once is answered with whatever status, and received whole', async () => {
  const server = await serve((response, _request, count) => {
    response.writeHead(count === 1 ? 503 : 200, { 'content-length': '4', 'retry-after': '1' })
    if (count < 3) response.end('said')
    else response.write('sa', () => response.destroy())
  })
  const client = makeClient(undefined)
  const request = { url: server.origin, kind: 'once' } as const
  const refused = await client.request(request)
  expect([refused.status, await readText(refused)]).toEqual([503, 'said'])
  expect(await bodyOf(client.request(request))).toBe('said')
  expect(await failureOf(client.request(request))).toMatchObject({
    code: 'TEMPORARILY_UNAVAILABLE',
    retryable: true,
  })
  expect(server.seen).toHaveLength(3)
})

test('the time for headers that the caller chose goes before that of a request', async () => {
  const server = await serve(() => undefined)
  const settings = { timeouts: { headersMs: 200 }, retries: { max: 0 } }
  const request = { url: server.origin, headersTimeoutMs: 3_600_000 }
  const error = await failureOf(makeClient(undefined, { settings }).request(request))
  expect(error.message).toContain('(read timeout=0.2)')
  const environment = { MLFLOW_HTTP_REQUEST_TIMEOUT: '1' }
  const client = makeClient(server.origin, { environment, settings: { retries: { max: 0 } } })
  expect((await failureOf(client.request(request))).message).toContain('(read timeout=1)')
})

describe.each([
  ['auth', (hook: () => Promise<Record<string, string>>) => ({ auth: hook })],
  ['headers', (hook: () => Promise<Record<string, string>>) => ({ headers: hook })],
] as const)('a hook that never gives %s', (_, settingsOf) => {
  const never = () => new Promise<Record<string, string>>(() => undefined)

  test.each(['control', 'data'] as const)('ends by a limit, and by an abort: %s', async (kind) => {
    const server = await serve((response) => response.end())
    const settings = { ...settingsOf(never), timeouts: { callMs: 200 } }
    const request = { url: server.origin, kind }
    const error = await failureOf(makeClient(server.origin, { settings }).request(request))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED' })
    const abort = new AbortController()
    const reason = { why: 'enough' }
    const aborted = makeClient(server.origin, { settings: settingsOf(never) }).request({
      ...request,
      signal: abort.signal,
    })
    await setImmediate()
    abort.abort(reason)
    await expect(aborted).rejects.toBe(reason)
    expect(server.seen).toEqual([])
  })
})

test('a redirect whose body drips holds no connection', async () => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    socket.on('data', (bytes) => {
      if (bytes.includes('GET /there ')) socket.write(`${OK}content-length: 2\r\n\r\nok`)
      else socket.write('HTTP/1.1 302 Found\r\nlocation: /there\r\ncontent-length: 1000\r\n\r\nx')
    })
  })
  const origin = `http://127.0.0.1:${await listen(server)}`
  expect(await bodyOf(makeClient(undefined).request({ url: `${origin}/here` }))).toBe('ok')
  while (sockets.size > 1) await setImmediate()
})

test('a name that nobody looks up ends by the limit of connecting', async () => {
  const { default: dns } = await import('node:dns')
  const lookup = dns.lookup
  Reflect.set(dns, 'lookup', () => undefined)
  syncBuiltinESMExports()
  try {
    const settings = { timeouts: { connectMs: 200 }, retries: { max: 0 } }
    const error = await failureOf(
      makeClient(undefined, { settings }).request({ url: 'http://name.invalid/' }),
    )
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true })
  } finally {
    Reflect.set(dns, 'lookup', lookup)
    syncBuiltinESMExports()
  }
})

test('a client that is closed opens no connection any more', async () => {
  const server = createServer()
  server.on('connection', (socket) => socket.on('error', () => undefined))
  const url = `https://127.0.0.1:${await listen(server)}/`
  const client = makeClient(undefined)
  const connected = once(server, 'connection')
  const request = failureOf(client.request({ url, retries: 0 }))
  const [socket] = await connected
  await client.close()
  expect((await request).code).toBe('TEMPORARILY_UNAVAILABLE')
  if (!socket.destroyed) await once(socket, 'close')
})
