import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { ServerOptions } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { failureOf } from '../../test/failure-of.ts'
import { type FixtureName, fixturePath, fixturePem } from '../../test/fixture-pem.ts'
import { makeClient } from '../../test/make-client.ts'
import { listen, serve, type TestServer } from '../../test/serve.ts'

function serveTls(name: FixtureName, more: ServerOptions = {}): Promise<TestServer> {
  const pem = fixturePem(name)
  return serve((response) => response.end(String((response.socket as TLSSocket).authorized)), {
    cert: pem,
    key: pem,
    ...more,
  })
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'http-client-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const ca = fixturePath('ca')

describe('an authority is trusted', () => {
  test.each<[string, Record<string, string>]>([
    ['MLFLOW_TRACKING_SERVER_CERT_PATH', { MLFLOW_TRACKING_SERVER_CERT_PATH: ca }],
    ['REQUESTS_CA_BUNDLE', { REQUESTS_CA_BUNDLE: ca }],
    ['CURL_CA_BUNDLE', { CURL_CA_BUNDLE: ca }],
    ['the first of them', { MLFLOW_TRACKING_SERVER_CERT_PATH: ca, REQUESTS_CA_BUNDLE: '/nonexistent' }],
    [
      'NODE_EXTRA_CA_CERTS beside another',
      { REQUESTS_CA_BUNDLE: fixturePath('self-signed'), NODE_EXTRA_CA_CERTS: ca },
    ],
    ['MLFLOW_TRACKING_INSECURE_TLS', { MLFLOW_TRACKING_INSECURE_TLS: 'true' }],
  ])('through %s', async (_name, environment) => {
    const server = await serveTls('server')
    expect((await makeClient(server.origin, { environment }).request({ url: server.origin })).status).toBe(
      200,
    )
  })

  test('through a folder of certificates', async () => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'ca.pem'), fixturePem('ca'))
    writeFileSync(join(folder, 'README'), 'no certificate')
    writeFileSync(join(folder, 'cut.pem'), fixturePem('self-signed').slice(0, 100))
    mkdirSync(join(folder, 'more'))
    symlinkSync('nowhere', join(folder, 'dangling'))
    const server = await serveTls('server')
    const client = makeClient(undefined, { environment: { CURL_CA_BUNDLE: folder } })
    expect((await client.request({ url: server.origin })).status).toBe(200)
  })

  test('through the settings, which go first, and NODE_EXTRA_CA_CERTS beside them', async () => {
    const server = await serveTls('server')
    const environment = { MLFLOW_TRACKING_SERVER_CERT_PATH: '/nonexistent', NODE_EXTRA_CA_CERTS: ca }
    for (const given of [fixturePem('ca'), Buffer.from(fixturePem('ca')), fixturePem('self-signed'), []]) {
      const client = makeClient(server.origin, { environment, settings: { tls: { ca: given } } })
      expect((await client.request({ url: server.origin })).status).toBe(200)
    }
    const client = makeClient(undefined, { settings: { tls: { rejectUnauthorized: false } } })
    expect((await client.request({ url: server.origin })).status).toBe(200)
  })

  test("the tracking server's also on other origins, beside the platform's; its carelessness not", async () => {
    const other = await serveTls('server')
    const trusting = makeClient('https://tracking.test', {
      environment: { MLFLOW_TRACKING_SERVER_CERT_PATH: ca },
    })
    expect((await trusting.request({ url: other.origin })).status).toBe(200)
    const careless = makeClient('https://tracking.test', {
      environment: { MLFLOW_TRACKING_INSECURE_TLS: 'true' },
    })
    expect((await failureOf(careless.request({ url: other.origin }))).message).toContain('SSLError')
  })
})

describe('a certificate is refused, at once, with a hint', () => {
  test.each<[FixtureName, Record<string, string>, string, string]>([
    ['server', {}, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'Set MLFLOW_TRACKING_SERVER_CERT_PATH to'],
    ['self-signed', {}, 'DEPTH_ZERO_SELF_SIGNED_CERT', 'Set MLFLOW_TRACKING_SERVER_CERT_PATH to'],
    ['expired', { REQUESTS_CA_BUNDLE: ca }, 'CERT_HAS_EXPIRED', 'renewed on the server'],
    [
      'other-name',
      { REQUESTS_CA_BUNDLE: ca },
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'Use a host name in MLFLOW_TRACKING_URI',
    ],
  ])('%s', async (name, environment, code, hint) => {
    const server = await serveTls(name)
    const error = await failureOf(
      makeClient(server.origin, { environment }).request({ url: `${server.origin}/p` }),
    )
    expect(error).toMatchObject({
      code: 'INTERNAL_ERROR',
      retryable: false,
      cause: { code },
      hint: expect.stringContaining(hint),
    })
    expect(error.message).toContain(
      `failed with exception HTTPSConnectionPool(host='127.0.0.1', port=${server.port}): Max retries exceeded with url: /p (Caused by SSLError(`,
    )
    expect(server.seen).toEqual([])
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['none is chosen', {}, /^Set MLFLOW_TRACKING_SERVER_CERT_PATH .*: "mlflow-artifacts test authority"\.$/],
    [
      'the wrong one is',
      { MLFLOW_TRACKING_SERVER_CERT_PATH: fixturePath('self-signed') },
      /does not send .* among the configured authorities either: "mlflow-artifacts test authority"\. Add it/,
    ],
    [
      'the wrong bundle is',
      { REQUESTS_CA_BUNDLE: fixturePath('self-signed') },
      /does not send .* among the configured authorities either: "mlflow-artifacts test authority"\. Add it/,
    ],
  ])('and the authority that is missing is named where %s', async (_name, environment, hint) => {
    const server = await serveTls('server')
    for (const kind of ['control', 'data'] as const) {
      const asked = makeClient(server.origin, { environment }).request({ url: server.origin, kind })
      const error = await failureOf(asked)
      expect(error).toMatchObject({ code: 'INTERNAL_ERROR', hint: expect.stringMatching(hint) })
    }
    expect(server.seen).toEqual([])
  })

  test('elsewhere with the variable for elsewhere', async () => {
    const server = await serveTls('self-signed')
    const error = await failureOf(makeClient(undefined).request({ url: server.origin }))
    expect(error.hint).toContain('Set REQUESTS_CA_BUNDLE to')
  })

  test('where the server does not speak TLS', async () => {
    const port = await listen(
      createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    )
    const error = await failureOf(makeClient(undefined).request({ url: `https://127.0.0.1:${port}/` }))
    expect(error).toMatchObject({ code: 'INTERNAL_ERROR', retryable: false })
    expect(error.hint).toContain('write http://')
  })
})

describe('a client certificate', () => {
  const serveForClients = (): Promise<TestServer> =>
    serveTls('server', { ca: fixturePem('ca'), requestCert: true, rejectUnauthorized: true })
  const environment = {
    MLFLOW_TRACKING_SERVER_CERT_PATH: ca,
    MLFLOW_TRACKING_CLIENT_CERT_PATH: fixturePath('client'),
  }

  test('is shown to the tracking server, from the environment or the settings', async () => {
    const server = await serveForClients()
    expect((await makeClient(server.origin, { environment }).request({ url: server.origin })).status).toBe(
      200,
    )
    const cert = fixturePem('client')
    for (const tls of [{ cert }, { cert, key: cert }]) {
      const client = makeClient(server.origin, { settings: { tls: { ca: fixturePem('ca'), ...tls } } })
      expect((await client.request({ url: server.origin })).status).toBe(200)
    }
  })

  test('is shown to whom a request presents it, in place of any other', async () => {
    const server = await serveForClients()
    const pem = fixturePem('client')
    const request = { url: server.origin, tls: { ca: fixturePem('ca'), client: { cert: pem, key: pem } } }
    expect((await makeClient('https://tracking.test').request(request)).status).toBe(200)
    const other = fixturePem('self-signed')
    const settings = { tls: { ca: fixturePem('ca'), cert: other, key: other } }
    expect((await makeClient(server.origin, { settings }).request(request)).status).toBe(200)
  })

  test('is asked for in vain by others', async () => {
    const server = await serveForClients()
    const error = await failureOf(
      makeClient('https://tracking.test', { environment }).request({ url: server.origin, retries: 0 }),
    )
    expect(error.message).toContain(`port=${server.port}`)
    expect(server.seen).toEqual([])
  })

  test('that is missing is said to be', async () => {
    const server = await serveForClients()
    const client = makeClient(server.origin, {
      environment: { ...environment, MLFLOW_TRACKING_CLIENT_CERT_PATH: '' },
    })
    expect((await failureOf(client.request({ url: server.origin, retries: 0 }))).hint).toContain(
      'MLFLOW_TRACKING_CLIENT_CERT_PATH names a PEM file',
    )
  })
})

describe('a file that cannot be used is named by its variable', () => {
  test.each([
    'MLFLOW_TRACKING_SERVER_CERT_PATH',
    'MLFLOW_TRACKING_CLIENT_CERT_PATH',
    'REQUESTS_CA_BUNDLE',
    'CURL_CA_BUNDLE',
  ])('%s', async (variable) => {
    const empty = join(makeFolder(), 'empty.pem')
    writeFileSync(empty, 'nothing\n')
    const cut = join(makeFolder(), 'cut.pem')
    writeFileSync(cut, fixturePem('ca') + fixturePem('ca').slice(0, 200))
    for (const [path, reason] of [
      ['/nonexistent', 'ENOENT'],
      [empty, 'it holds no certificate in PEM form'],
      [cut, 'number 2 of its 2 certificates is damaged or cut off'],
    ] as const) {
      const client = makeClient('https://127.0.0.1:1', { environment: { [variable]: path } })
      const error = await failureOf(client.request({ url: 'https://127.0.0.1:1/' }))
      expect(error.message).toContain(`${variable} is set to '${path}', which cannot be used: ${reason}`)
      expect(error).toMatchObject({
        code: 'INVALID_PARAMETER_VALUE',
        hint: `Correct ${variable}, or unset it.`,
      })
    }
  })

  test('but only where it is needed', async () => {
    const server = await serve((response) => response.end())
    const client = makeClient(server.origin, { environment: { REQUESTS_CA_BUNDLE: '/nonexistent' } })
    expect((await client.request({ url: server.origin })).status).toBe(200)
  })
})

test("careless and careful at once is Python's error", async () => {
  const environment = { MLFLOW_TRACKING_INSECURE_TLS: '1', MLFLOW_TRACKING_SERVER_CERT_PATH: ca }
  const error = await failureOf(
    makeClient('http://h', { environment }).request({ url: 'http://127.0.0.1:1/' }),
  )
  expect(error.code).toBe('INVALID_PARAMETER_VALUE')
  expect(error.message).toBe(
    "When 'ignore_tls_verification' is true then 'server_cert_path' must not be set! This error may have occurred " +
      "because the 'MLFLOW_TRACKING_INSECURE_TLS' and 'MLFLOW_TRACKING_SERVER_CERT_PATH' environment variables are " +
      'both set - only one of these environment variables may be set.',
  )
})

describe('a request may say what its origin is trusted by', () => {
  test('an authority, or none at all, before the environment', async () => {
    const server = await serveTls('server')
    const environment = { REQUESTS_CA_BUNDLE: fixturePath('self-signed') }
    const client = makeClient(undefined, { environment })
    for (const tls of [{ ca: fixturePem('ca') }, { rejectUnauthorized: false }]) {
      expect((await client.request({ url: server.origin, tls })).status).toBe(200)
    }
    await failureOf(client.request({ url: server.origin }))
  })

  test('but not against the settings', async () => {
    const server = await serveTls('server')
    const tls = { ca: fixturePem('self-signed'), rejectUnauthorized: true }
    const client = makeClient(undefined, { settings: { tls } })
    for (const trust of [{ ca: fixturePem('ca') }, { rejectUnauthorized: false }]) {
      await failureOf(client.request({ url: server.origin, tls: trust }))
    }
  })

  test('and not where a redirect leads, but to the https form of the same origin', async () => {
    const server = await serveTls('server')
    const location = server.origin.replace('127.0.0.1', 'localhost')
    const first = await serve((response) => response.writeHead(302, { location }).end())
    const client = makeClient(undefined)
    await failureOf(client.request({ url: first.origin, tls: { rejectUnauthorized: false } }))
    const upgrade = await serve((response) => response.writeHead(302, { location: server.origin }).end())
    const response = await client.request({ url: upgrade.origin, tls: { rejectUnauthorized: false } })
    expect(response.status).toBe(200)
  })
})
