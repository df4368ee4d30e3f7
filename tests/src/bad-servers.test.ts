import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CallOptions, downloadArtifacts, listArtifacts } from 'mlflow-artifacts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { attempt, type Rejection } from './answer.ts'
import { findLeaks } from './canary/find-leaks.ts'
import { SECRETS } from './canary/secrets.ts'
import { answerAsMlflow, type ListedEntry, PRETENDED_RUN } from './servers/answer-as-mlflow.ts'
import { type Certificates, makeCertificates } from './servers/certificates.ts'
import { cleanEnvironment } from './servers/clean-environment.ts'
import { freePorts } from './servers/free-ports.ts'
import type { LocalServer } from './servers/listen.ts'
import { type ScriptedServer, startScriptedServer } from './servers/start-scripted-server.ts'

const RUN = `runs:/${PRETENDED_RUN}/`
const LIMITS = { timeouts: { connectMs: 500, headersMs: 500, silenceMs: 500 }, retries: { max: 1 } }

let folder: string
let dstPath: string
const servers: LocalServer[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bad-servers-'))
  dstPath = join(folder, 'destination')
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
  await rm(folder, { recursive: true })
})

type Script = Parameters<typeof startScriptedServer>
async function serve(...script: Script): Promise<ScriptedServer> {
  const server = await startScriptedServer(...script)
  servers.push(server)
  return server
}

/** A server whose run has such directories. */
function serveListing(list: (path: string) => readonly ListedEntry[]): Promise<ScriptedServer> {
  return serve((request, response) => answerAsMlflow(request, response, { list }))
}

function callOptions(trackingUri: string, variables: Readonly<Record<string, string>> = {}): CallOptions {
  return { trackingUri, environment: cleanEnvironment(folder, variables), http: LIMITS }
}

/** How both a listing and a download fail, which is in the same way. */
async function rejectionOf(options: CallOptions): Promise<Rejection> {
  const listing = await attempt(() => listArtifacts(RUN, options))
  const download = await attempt(() => downloadArtifacts(RUN, { ...options, dstPath }))
  if (!('code' in download) || !('code' in listing)) throw new Error('It succeeded')
  expect(listing.code).toBe(download.code)
  return download
}

/** Asserts that nothing was written, but for what may stand in the destination. */
async function expectOnlyInDestination(...names: readonly string[]): Promise<void> {
  const around = (await readdir(folder)).filter((name) => name !== 'destination')
  expect(around).toEqual([])
  const inside = await readdir(dstPath, { recursive: true }).catch(() => [])
  expect(inside.filter((name) => !names.includes(name))).toEqual([])
}

describe('a server that cannot be reached', () => {
  test('nothing listens on its port', async () => {
    const [port] = await freePorts(1)
    const rejection = await rejectionOf(callOptions(`http://127.0.0.1:${port}`))
    expect(rejection).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
    expect(rejection.message).toContain(`http://127.0.0.1:${port}`)
    await expectOnlyInDestination()
  })

  test('it takes the connection and says nothing', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    const connections: { destroy(): void }[] = []
    silent.on('connection', (connection) => connections.push(connection))
    await new Promise((resolve) => silent.once('listening', resolve))
    const address = silent.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const rejection = await rejectionOf(callOptions(`http://127.0.0.1:${port}`))
    expect(rejection).toMatchObject({ code: 'DEADLINE_EXCEEDED' })
    for (const connection of connections) connection.destroy()
    silent.close()
  })
})

describe('a server that asks who is there', () => {
  test.each([
    [401, 'UNAUTHENTICATED'],
    [403, 'PERMISSION_DENIED'],
  ])('%i is %s', async (status, code) => {
    const { uri, requests } = await serve((_, response) =>
      response
        .writeHead(status, { 'www-authenticate': 'Basic realm="mlflow"' })
        .end('You are not authenticated.'),
    )
    const variables = { MLFLOW_TRACKING_USERNAME: 'canary', MLFLOW_TRACKING_PASSWORD: SECRETS.wrongPassword }
    expect(await rejectionOf(callOptions(uri, variables))).toMatchObject({ code })
    const credentials = Buffer.from(`canary:${SECRETS.wrongPassword}`).toString('base64')
    expect(requests[0]?.headers.authorization).toBe(`Basic ${credentials}`)
    await expectOnlyInDestination()
  })
})

describe('a certificate that is not to be trusted', () => {
  let certificates: Certificates

  beforeEach(async () => {
    certificates = await makeCertificates(join(folder, 'destination', 'certificates'))
  })

  test.each([
    ['it has expired', 'expired', true, /expired/],
    ['its authority is unknown', 'server', false, /certificate/],
  ] as const)('%s', async (_, pair, trusted, reason) => {
    const { uri, requests } = await serve((_, response) => response.end(), certificates[pair])
    const variables = trusted ? { MLFLOW_TRACKING_SERVER_CERT_PATH: certificates.authorityPath } : {}
    const rejection = await rejectionOf(
      callOptions(uri, { ...variables, MLFLOW_TRACKING_TOKEN: SECRETS.token }),
    )
    expect(rejection).toMatchObject({ code: 'INTERNAL_ERROR', message: expect.stringMatching(reason) })
    expect(requests).toEqual([])
  })

  test('it is trusted where all are', async () => {
    const { uri } = await serve(
      (request, response) => answerAsMlflow(request, response, { list: () => [] }),
      certificates.expired,
    )
    const options = callOptions(uri, { MLFLOW_TRACKING_INSECURE_TLS: 'true' })
    expect(await listArtifacts(RUN, options)).toEqual([])
  })
})

describe('a redirect to another host', () => {
  const CREDENTIALS = {
    password: { MLFLOW_TRACKING_USERNAME: 'canary', MLFLOW_TRACKING_PASSWORD: SECRETS.password },
    token: { MLFLOW_TRACKING_TOKEN: SECRETS.token },
  }

  test.each(Object.entries(CREDENTIALS))('takes no %s and no header along', async (_, variables) => {
    const other = await serveListing((path) => (path === '' ? [{ path: 'a.txt', is_dir: false }] : []))
    const { uri, requests } = await serve(({ target }, response) =>
      response
        .writeHead(307, { location: `http://localhost:${other.port}${target}`, 'set-cookie': 'a=b' })
        .end(),
    )
    const options = {
      ...callOptions(uri, variables),
      http: { ...LIMITS, headers: { 'x-key': SECRETS.header } },
    }
    await attempt(() => downloadArtifacts(RUN, { ...options, dstPath }))
    expect(requests[0]?.headers).toMatchObject({ authorization: expect.any(String), 'x-key': SECRETS.header })
    expect(other.requests).not.toEqual([])
    expect(findLeaks(JSON.stringify(other.requests), SECRETS)).toEqual([])
    expect(other.requests.filter(({ headers }) => headers.authorization ?? headers.cookie)).toEqual([])
  })

  test('that goes on for ever is an error', async () => {
    const { uri } = await serve(({ target }, response) => response.writeHead(302, { location: target }).end())
    expect(await rejectionOf(callOptions(uri))).toMatchObject({ code: 'INTERNAL_ERROR' })
  })
})

describe('a listing that leads elsewhere', () => {
  test.each([
    '../outside.txt',
    'a/../../outside.txt',
    '..',
    '%2e%2e/outside.txt',
    '%2E%2E%2Foutside.txt',
    '..%2foutside.txt',
    '/tmp/outside.txt',
    '//tmp/outside.txt',
    '%2ftmp%2foutside.txt',
    'a\0b',
    'file:///tmp/outside.txt',
  ])('%j is refused', async (path) => {
    for (const is_dir of [false, true]) {
      const { uri } = await serveListing((directory) => (directory === '' ? [{ path, is_dir }] : []))
      expect(await rejectionOf(callOptions(uri))).toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
      await expectOnlyInDestination()
    }
  })

  test('a name that lists itself is left out', async () => {
    const { uri } = await serveListing((directory) => [
      { path: '.', is_dir: true },
      ...(directory === '' ? [{ path: 'd', is_dir: true }] : [{ path: 'a.txt', is_dir: false }]),
    ])
    await downloadArtifacts(RUN, { ...callOptions(uri), dstPath })
    await expectOnlyInDestination('d', join('d', 'a.txt'))
  })
})

describe('a listing without end', () => {
  test('a directory that lists itself below itself', async () => {
    const { uri } = await serveListing(() => [{ path: 'd', is_dir: true }])
    const download = attempt(() => downloadArtifacts(RUN, { ...callOptions(uri), dstPath }))
    expect(await download).toMatchObject({ code: 'INVALID_STATE' })
    expect(await readdir(folder)).toEqual(['destination'])
  })

  test('a thousand directories in each other are read', async () => {
    const { uri } = await serveListing((directory) =>
      directory.split('/').length < 1000 ? [{ path: 'd', is_dir: true }] : [{ path: 'a.txt', is_dir: false }],
    )
    const listed = await attempt(() => downloadArtifacts(RUN, { ...callOptions(uri), dstPath }))
    expect(listed).toMatchObject({ value: dstPath })
  })

  test('an answer that never ends', async () => {
    const { uri } = await serve((request, response) => {
      if (!request.target.includes('artifacts?')) {
        answerAsMlflow(request, response, { list: () => [] })
        return
      }
      response.write('{"files": [')
      const entry = Buffer.from(`${JSON.stringify({ path: 'x'.repeat(1000), is_dir: false })},`.repeat(1000))
      const write = (): void => {
        if (!response.destroyed) response.write(entry, write)
      }
      write()
    })
    expect(await attempt(() => listArtifacts(RUN, callOptions(uri)))).toMatchObject({
      code: 'MAX_READ_SIZE_EXCEEDED',
    })
  })

  test('one of 100,000 entries is listed', async () => {
    const entries = Array.from({ length: 100_000 }, (_, index) => ({ path: `${index}`, is_dir: false }))
    const { uri } = await serveListing(() => entries)
    expect(await listArtifacts(RUN, callOptions(uri))).toHaveLength(100_000)
  })

  test('one bad name among 100,000 entries is found before any is written', async () => {
    const entries = Array.from({ length: 100_000 }, (_, index) => ({ path: `${index}`, is_dir: false }))
    const { uri } = await serveListing(() => [...entries, { path: '../x', is_dir: false }])
    expect(await rejectionOf(callOptions(uri))).toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    await expectOnlyInDestination()
  })
})
