import { createServer } from 'node:http'
import { connect, createServer as createTcpServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { CANARY, expectNoSecret, failureOf } from '../../test/failure-of.ts'
import { fixturePem } from '../../test/fixture-pem.ts'
import { makeClient } from '../../test/make-client.ts'
import { listen, serve } from '../../test/serve.ts'
import { readText } from '../index.ts'
import { parseRequestUrl } from '../urls/parse-request-url.ts'
import { selectProxy } from './select-proxy.ts'

const proxyFor = (url: string, environment: Record<string, string>): string | undefined =>
  selectProxy(parseRequestUrl(url), undefined, environment)?.uri

describe('the proxy of a URL', () => {
  test.each<[string, Record<string, string>, string | undefined]>([
    ['http://h/', {}, undefined],
    ['http://h/', { HTTP_PROXY: 'http://p:1' }, 'http://p:1'],
    ['https://h/', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['https://h/', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
    ['https://h/', { ALL_PROXY: 'https://p:1' }, 'https://p:1'],
    ['http://h/', { ALL_PROXY: 'http://p:1', http_proxy: 'http://q:2' }, 'http://q:2'],
    ['http://h/', { HTTP_PROXY: 'http://p:1', http_proxy: 'http://q:2' }, 'http://q:2'],
    ['http://h/', { HTTP_PROXY: 'http://p:1', http_proxy: '' }, undefined],
    ['http://h/', { HTTP_PROXY: 'p:1' }, 'http://p:1'],
    ['http://h/', { HTTP_PROXY: `http://user:${CANARY}@p:1/` }, 'http://p:1'],
  ])('%s, %j', (url, environment, expected) => {
    expect(proxyFor(url, environment)).toBe(expected)
  })

  test.each([
    ['http://h/', '*', true],
    ['http://h/', 'a, h', true],
    ['http://h.example.com/', 'example.com', true],
    ['http://h.example.com/', '.example.com', true],
    ['http://h.example.com/', '*.example.com', true],
    ['http://H.EXAMPLE.com/', 'Example.COM', true],
    ['http://badexample.com/', 'example.com', false],
    ['http://h:81/', 'h:81', true],
    ['http://h/', 'h:80', true],
    ['http://h:81/', 'h:80', false],
    ['http://10.1.2.3/', '10.0.0.0/8', true],
    ['http://11.1.2.3/', '10.0.0.0/8', false],
    ['http://10.1.2.3/', '10.0.0.0/33', false],
    ['http://[::1]:81/', '::1', true],
    ['http://[::1]:81/', '[::1]:81', true],
    ['http://h/', '', false],
  ])('%s, NO_PROXY=%s', (url, noProxy, isBypassed) => {
    const environment = { HTTP_PROXY: 'http://p:1' }
    const expected = isBypassed ? undefined : 'http://p:1'
    expect(proxyFor(url, { ...environment, NO_PROXY: noProxy })).toBe(expected)
    expect(proxyFor(url, { ...environment, no_proxy: noProxy })).toBe(expected)
  })

  test.each(['169.254.169.254', '[fd00:ec2::254]', 'metadata.google.internal', '169.254.1.2:81'])(
    'is none for %s, which every machine has its own of',
    (host) => {
      const url = parseRequestUrl(`http://${host}/`)
      expect(selectProxy(url, 'http://q:2', { HTTP_PROXY: 'http://p:1' })).toBe(undefined)
    },
  )

  test('is that of the settings, which NO_PROXY does not touch, or none', () => {
    const url = parseRequestUrl('http://h/')
    const environment = { HTTP_PROXY: 'http://p:1', NO_PROXY: '*' }
    expect(selectProxy(url, 'http://q:2', environment)?.uri).toBe('http://q:2')
    expect(selectProxy(url, false, { HTTP_PROXY: 'http://p:1' })).toBe(undefined)
  })

  test.each([
    [`socks5://user:${CANARY}@p:1`, 'NOT_IMPLEMENTED', 'HTTP_PROXY names a proxy of the kind socks5:'],
    [`http://user:${CANARY}@[p`, 'INVALID_PARAMETER_VALUE', 'HTTP_PROXY holds no valid URL'],
  ])('cannot be %s', async (value, code, message) => {
    const error = await failureOf(
      makeClient(undefined, { environment: { HTTP_PROXY: value } }).request({ url: 'http://h/' }),
    )
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
  })
})

/** A proxy on the loopback interface. Tunnels, forwards, and notes what it was asked. */
async function serveProxy(
  status = 200,
): Promise<{ port: number; asked: string[]; credentials: (string | undefined)[] }> {
  const asked: string[] = []
  const credentials: (string | undefined)[] = []
  const proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    credentials.push(request.headers['proxy-authorization'])
    response.writeHead(status).end(JSON.stringify(request.headers))
  })
  proxy.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    credentials.push(request.headers['proxy-authorization'])
    socket.on('error', () => {})
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`)
      return
    }
    const target = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.pipe(socket).pipe(target)
    })
    target.on('error', () => socket.destroy())
    socket.on('close', () => target.destroy())
  })
  return { port: await listen(proxy), asked, credentials }
}

const basic = `Basic ${Buffer.from(`user:${CANARY}`).toString('base64')}`

describe('through a proxy', () => {
  test('plain HTTP is forwarded, with the credentials of both', async () => {
    const proxy = await serveProxy()
    const client = makeClient('http://tracking.test', {
      environment: {
        HTTP_PROXY: `http://user:${CANARY}@127.0.0.1:${proxy.port}`,
        MLFLOW_TRACKING_TOKEN: 't',
      },
    })
    const response = await client.request({ url: 'http://tracking.test/a/../b' })
    expect(await readText(response)).toContain('"authorization":"Bearer t"')
    expect(proxy.asked).toEqual(['GET http://tracking.test/a/../b'])
    expect(proxy.credentials).toEqual([basic])
  })

  test('HTTPS is tunnelled, and the server sees nothing of the proxy', async () => {
    const pem = fixturePem('server')
    const server = await serve((response) => response.end('ok'), { cert: pem, key: pem })
    const proxy = await serveProxy()
    const client = makeClient(server.origin, {
      environment: { HTTPS_PROXY: `http://user:${CANARY}@127.0.0.1:${proxy.port}` },
      settings: { tls: { ca: fixturePem('ca') } },
    })
    expect(await readText(await client.request({ url: server.origin }))).toBe('ok')
    expect(proxy.asked).toEqual([`CONNECT 127.0.0.1:${server.port}`])
    expect(proxy.credentials).toEqual([basic])
    expectNoSecret(server.seen)
  })

  test.each([
    [407, 'UNAUTHENTICATED', false, 1],
    [403, 'PERMISSION_DENIED', false, 1],
    [502, 'TEMPORARILY_UNAVAILABLE', true, 4],
  ])('that answers %i', async (status, code, retryable, times) => {
    const proxy = await serveProxy(status)
    const settings = { proxy: `http://user:${CANARY}@127.0.0.1:${proxy.port}` }
    const error = await failureOf(
      makeClient(undefined, { settings }).request({ url: 'https://127.0.0.1:1/' }),
    )
    expect(error).toMatchObject({ code, retryable })
    expect(error.message).toContain(`ProxyError('Unable to connect to proxy: it answered ${status}')`)
    expect(proxy.asked).toHaveLength(times)
  })

  test('that wants a password for plain HTTP', async () => {
    const proxy = await serveProxy(407)
    const settings = { proxy: `http://user:${CANARY}@127.0.0.1:${proxy.port}` }
    const error = await failureOf(makeClient(undefined, { settings }).request({ url: 'http://127.0.0.1:1/' }))
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', hint: expect.stringContaining('HTTP_PROXY') })
  })

  test.each(['http', 'https'])('that is not there: %s', async (scheme) => {
    const settings = { proxy: `http://user:${CANARY}@127.0.0.1:1` }
    const error = await failureOf(makeClient(undefined, { settings }).request({ url: `${scheme}://h.test/` }))
    expect(error).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
  })

  test('that hangs up', async () => {
    let connections = 0
    const port = await listen(
      createTcpServer((socket) => {
        connections++
        socket.destroy()
      }),
    )
    const settings = { proxy: `http://127.0.0.1:${port}` }
    const error = await failureOf(makeClient(undefined, { settings }).request({ url: 'https://h.test/' }))
    expect(error).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
    expect(connections).toBe(4)
  })

  test('that is silent', async () => {
    const port = await listen(createTcpServer(() => {}))
    const settings = { proxy: `http://127.0.0.1:${port}`, timeouts: { connectMs: 50 } }
    const error = await failureOf(
      makeClient(undefined, { settings }).request({ url: 'https://h.test/', retries: 0 }),
    )
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true })
  })
})
