import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, createServer as createTcpServer, type Server } from 'node:net'
import { describe, expect, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { fixturePem } from '../../test/fixture-pem.ts'
import { makeClient } from '../../test/make-client.ts'
import { listen, serve } from '../../test/serve.ts'

const certificate = { cert: fixturePem('server'), key: fixturePem('server') }

/** A proxy that tunnels, and answers plain HTTP as it is told. */
async function serveProxy(server: Server, seen: unknown[] = []): Promise<number> {
  server.on('connect', (request, socket) => {
    seen.push(request.headers['proxy-authorization'])
    const { hostname, port } = new URL(`http://${request.url}`)
    const tunnel = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      tunnel.pipe(socket).pipe(tunnel)
    })
    for (const one of [tunnel, socket]) one.on('error', () => tunnel.destroy())
  })
  return await listen(server)
}

describe('a proxy that cannot be reached is named, and not the server behind it', () => {
  test.each(['http://mlflow.test/', 'https://mlflow.test/'])('where nobody listens, for %s', async (url) => {
    const closed = createTcpServer()
    const port = await listen(closed)
    await new Promise((resolve) => closed.close(resolve))
    const settings = { proxy: `http://user:${CANARY}@127.0.0.1:${port}` }
    const error = await failureOf(makeClient(url, { settings }).request({ url, retries: 0 }))
    expect(error).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
    expect(error.message).toContain(`ProxyError('Unable to connect to proxy http://127.0.0.1:${port}`)
    expect(error.hint).toMatch(/^Check that .*proxy.*HTTP_PROXY.*NO_PROXY/)
  })

  test.each(['http://mlflow.test/', 'https://mlflow.test/'])(
    'whose certificate nobody trusts, for %s',
    async (url) => {
      const port = await serveProxy(createTlsServer(certificate))
      const settings = { proxy: `https://127.0.0.1:${port}` }
      const error = await failureOf(makeClient(url, { settings }).request({ url }))
      expect(error).toMatchObject({ code: 'INTERNAL_ERROR', retryable: false })
      expect(error.message).toContain(`Unable to connect to proxy https://127.0.0.1:${port}`)
      expect(error.hint).toMatch(/Set \w+ to a PEM file with the certificate of the authority.*HTTPS_PROXY/)
    },
  )

  test('whose certificate is of another name', async () => {
    const pem = fixturePem('other-name')
    const port = await serveProxy(createTlsServer({ cert: pem, key: pem }))
    const settings = { proxy: `https://127.0.0.1:${port}`, tls: { ca: fixturePem('ca') } }
    for (const url of ['http://mlflow.test/', 'https://mlflow.test/']) {
      const error = await failureOf(makeClient(url, { settings }).request({ url }))
      expect(error.message).toContain(`Unable to connect to proxy https://127.0.0.1:${port}`)
    }
  })

  test('but the server is, where it is its certificate that nobody trusts', async () => {
    const server = await serve((response) => response.end(), certificate)
    const settings = { proxy: `http://127.0.0.1:${await serveProxy(createServer())}` }
    const error = await failureOf(makeClient(server.origin, { settings }).request({ url: server.origin }))
    expect(error.message).toContain('SSLError(')
    expect(error.hint).toMatch(/^Set MLFLOW_TRACKING_SERVER_CERT_PATH to .* signed the server's/)
  })
})

describe('Proxy-Authorization of the user', () => {
  const settings = { auth: () => ({ 'Proxy-Authorization': `Bearer ${CANARY}` }) }

  test('goes to the server, directly and through a tunnel, of which the proxy sees nothing', async () => {
    const server = await serve((response) => response.end(), certificate)
    const seen: unknown[] = []
    const proxy = `http://127.0.0.1:${await serveProxy(createServer(), seen)}`
    const tls = { ca: fixturePem('ca') }
    for (const of of [{}, { proxy }, { proxy: proxy.replace('://', '://me:pw@') }]) {
      await makeClient(server.origin, { settings: { ...settings, ...of, tls } }).request({
        url: server.origin,
      })
    }
    expect(server.seen.map(({ headers }) => headers['proxy-authorization'])).toEqual(
      Array(3).fill(`Bearer ${CANARY}`),
    )
    expect(seen).toEqual([undefined, expect.stringMatching(/^Basic /)])
  })

  test('goes with plain HTTP through a proxy, unless the proxy has a password of its own', async () => {
    const seen: unknown[] = []
    const listener: RequestListener = ({ headers }, response) => {
      seen.push(headers['proxy-authorization'])
      response.end()
    }
    const port = await serveProxy(createServer(listener))
    for (const proxy of [`http://127.0.0.1:${port}`, `http://me:pw@127.0.0.1:${port}`]) {
      const client = makeClient('http://mlflow.test', { settings: { ...settings, proxy } })
      await client.request({ url: 'http://mlflow.test/' })
    }
    expect(seen).toEqual([`Bearer ${CANARY}`, expect.stringMatching(/^Basic /)])
  })
})

test.each(['http://mlflow.test/', 'https://mlflow.test/'])(
  'a 407 says what is supported, for %s',
  async (url) => {
    const headers = { 'proxy-authenticate': 'NTLM' }
    const proxy = createServer((_request, response) => response.writeHead(407, headers).end())
    proxy.on('connect', (_request, socket) =>
      socket.end('HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM\r\n\r\n'),
    )
    const settings = { proxy: `http://127.0.0.1:${await listen(proxy)}` }
    const error = await failureOf(makeClient(url, { settings }).request({ url }))
    expect(error.code).toBe('UNAUTHENTICATED')
    expect(error.hint).toContain('NTLM')
  },
)
