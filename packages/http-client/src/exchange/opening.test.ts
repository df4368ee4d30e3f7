import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { fixturePem } from '../../test/fixture-pem.ts'
import { makeClient } from '../../test/make-client.ts'
import { listen, serve } from '../../test/serve.ts'
import { readText } from '../index.ts'

const LONG_MS = 60_000
const SHORT_MS = 50

/** A port at which connections are accepted, and handled like this. */
async function accept(handle: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    onTestFinished(() => void socket.destroy())
    handle(socket)
  })
  return await listen(server)
}

/** A proxy that answers `CONNECT` and then says nothing. */
const acceptTunnels = () =>
  accept((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n')))

describe('each step of opening a connection has its own limit', () => {
  test.each([
    {
      step: 'TLS with a server',
      timeouts: { connectMs: LONG_MS, tlsMs: SHORT_MS },
      message: 'TLS handshake with 127.0.0.1 timed out. (tls timeout=0.05)',
      option: 'http.timeouts.tlsMs',
      make: async () => ({ url: `https://127.0.0.1:${await accept(() => undefined)}/` }),
    },
    {
      step: 'CONNECT',
      timeouts: { connectMs: LONG_MS, tlsMs: LONG_MS, tunnelMs: SHORT_MS },
      message:
        /CONNECT request to the proxy http:\/\/127\.0\.0\.1:\d+\S* timed out\. \(tunnel timeout=0\.05\)/,
      option: 'http.timeouts.tunnelMs',
      make: async () => ({
        url: 'https://h.test/',
        proxy: `http://user:${CANARY}@127.0.0.1:${await accept(() => undefined)}`,
      }),
    },
    {
      step: 'TLS through a proxy',
      timeouts: { connectMs: LONG_MS, tlsMs: SHORT_MS, tunnelMs: LONG_MS },
      message: 'TLS handshake with h.test timed out. (tls timeout=0.05)',
      option: 'http.timeouts.tlsMs',
      make: async () => ({ url: 'https://h.test/', proxy: `http://127.0.0.1:${await acceptTunnels()}` }),
    },
    {
      step: 'TLS with a proxy',
      timeouts: { connectMs: LONG_MS, tlsMs: SHORT_MS, tunnelMs: LONG_MS },
      message: /TLS handshake with the proxy https:\/\/127\.0\.0\.1:\d+\S* timed out\. \(tls timeout=0\.05\)/,
      option: 'http.timeouts.tlsMs',
      make: async () => ({
        url: 'https://h.test/',
        proxy: `https://user:${CANARY}@127.0.0.1:${await accept(() => undefined)}`,
      }),
    },
  ])('$step', async ({ timeouts, message, option, make }) => {
    const { url, proxy } = { proxy: undefined, ...(await make()) }
    const client = makeClient(undefined, { settings: { timeouts, proxy } })
    const error = await failureOf(client.request({ url, retries: 0 }))
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true })
    expect(error.message).toMatch(message)
    expect(error.hint).toContain(option)
  })

  test('a slow handshake is waited for, whatever the limit of connecting', async () => {
    const pem = fixturePem('server')
    const secure = createTlsServer({ key: pem, cert: pem }, (socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'),
    )
    // So long that whoever counts both together gives up.
    const port = await accept((socket) => setTimeout(() => secure.emit('connection', socket), 1_500))
    const timeouts = { connectMs: 500, tlsMs: LONG_MS }
    const client = makeClient(undefined, { settings: { timeouts, tls: { ca: fixturePem('ca') } } })
    const url = `https://127.0.0.1:${port}/`
    expect(await readText(await client.request({ url, kind: 'data' }))).toBe('ok')
  })
})

describe('a proxy that fails is named, and not who is behind it', () => {
  test.each(['http', 'https'])('refused: %s', async (scheme) => {
    const settings = { proxy: `http://user:${CANARY}@127.0.0.1:1` }
    const request = makeClient(undefined, { settings }).request({ url: `${scheme}://h.test/`, kind: 'data' })
    const error = await failureOf(request)
    expect(error).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', cause: { code: 'ECONNREFUSED' } })
    expect(error.message).toMatch(
      /ProxyError\('Unable to connect to proxy http:\/\/127\.0\.0\.1:1\/?: connect ECONNREFUSED/,
    )
    expect(error.hint).toMatch(/HTTP_PROXY.*NO_PROXY/)
    expect(error.hint).not.toContain('h.test')
  })

  test('unknown', async () => {
    const settings = { proxy: 'http://proxy.invalid:3128' }
    const error = await failureOf(
      makeClient(undefined, { settings }).request({ url: 'https://h.test/', retries: 0 }),
    )
    expect(error.message).toContain('Unable to connect to proxy http://proxy.invalid:3128')
  })

  test('hung up instead of an answer to CONNECT', async () => {
    const port = await accept((socket) => socket.once('data', () => socket.destroy()))
    const settings = { proxy: `http://127.0.0.1:${port}` }
    const error = await failureOf(
      makeClient(undefined, { settings }).request({ url: 'https://h.test/', retries: 0 }),
    )
    expect(error).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
    expect(error.message).toContain(`Unable to connect to proxy http://127.0.0.1:${port}`)
  })

  test.each(['http', 'https'])('with a certificate that nobody knows: %s', async (scheme) => {
    const pem = fixturePem('self-signed')
    const { port } = await serve((response) => response.end(), { key: pem, cert: pem })
    const settings = { proxy: `https://127.0.0.1:${port}` }
    const error = await failureOf(
      makeClient(undefined, { settings }).request({ url: `${scheme}://h.test/`, retries: 0 }),
    )
    expect(error).toMatchObject({ code: 'INTERNAL_ERROR', retryable: false })
    expect(error.message).toContain(`Unable to connect to proxy https://127.0.0.1:${port}`)
    expect(error.hint).toContain('TLS with the proxy failed')
  })
})
