import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { Storage } from '@google-cloud/storage'
import { createHttpClient, SentRequests } from '@mlflow-artifacts/http-client'
import { type FaultServer, refusal } from '@mlflow-artifacts/testing/fault-server'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { textOf } from '../../test/collect.ts'
import { startGcs, type TestRepositoryOptions, testRepository } from '../../test/start-gcs.ts'
import { startTokens, writeKey } from '../../test/start-tokens.ts'
import { stubNoAccount } from '../../test/stub-no-account.ts'

const CERTIFICATE: string = readFileSync(
  fileURLToPath(new URL('../../../http-client/test/fixtures/self-signed.pem', import.meta.url)),
  'utf8',
)
let folder: string
let warnings: unknown[][]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gcs-access-'))
})
afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => {
  warnings = []
  vi.spyOn(console, 'warn').mockImplementation((...values) => warnings.push(values))
  stubNoAccount(folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  expect(warnings).toEqual([])
})

function urlOf(server: Server): string {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

/** A key file whose tokens come from a server of the test. */
async function keyFile(name: string, tokenUrl: string): Promise<string> {
  const file = join(folder, name)
  await writeKey(file, tokenUrl)
  return file
}

/** The application default credentials, at a server that stands for Google's. */
function withStorage(server: FaultServer): TestRepositoryOptions {
  const storage = new Storage({
    apiEndpoint: server.origin,
    useAuthWithCustomEndpoint: true,
    projectId: 'none',
  })
  return { storage, environment: { STORAGE_EMULATOR_HOST: '' } }
}

const authorizations = ({ requests }: FaultServer): (string | undefined)[] =>
  requests.map(({ headers }) => headers.authorization)

test('a token is kept, and where it is refused, renewed once', async () => {
  const { url, asked } = await startTokens()
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', await keyFile('key.json', url))
  let good = 'Bearer canary-token-1'
  const server = await startGcs({ 'run/a.txt': 'a' }, ({ headers }) =>
    headers.authorization === good ? undefined : refusal(401),
  )
  const repository = testRepository(server, withStorage(server))
  expect(await textOf(await repository.open('a.txt'))).toBe('a')
  expect(await repository.stat?.('a.txt')).toMatchObject({ fileSize: 1 })
  expect(asked).toHaveLength(1)

  good = 'Bearer canary-token-2'
  const opened = await Promise.all(Array.from({ length: 5 }, () => repository.open('a.txt')))
  for (const content of opened) expect(await textOf(content)).toBe('a')
  expect(asked).toHaveLength(2)

  good = 'no token'
  const before = server.requests.length
  const error: unknown = await repository.open('a.txt').catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    code: 'UNAUTHENTICATED',
    hint: expect.stringContaining('GOOGLE_APPLICATION_CREDENTIALS'),
  })
  expect(server.requests.length - before).toBe(2)
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary')
})

test('a machine of Google has a token for its own account', async () => {
  const { url, asked } = await startTokens()
  vi.stubEnv('GCE_METADATA_HOST', url)
  vi.stubEnv('METADATA_SERVER_DETECTION', 'assume-present')
  const server = await startGcs({ 'run/a.txt': 'a' })
  await testRepository(server, withStorage(server)).open('a.txt')
  expect(authorizations(server)).toEqual([expect.stringContaining('Bearer canary-token-')])
  expect(asked.every(({ headers }) => headers['metadata-flavor'] === 'Google')).toBe(true)
})

test('the key of a service account is exchanged for a token', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = {
    type: 'service_account',
    client_email: 'reader@canary.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }
  const file = join(folder, 'service-account.json')
  await writeFile(file, JSON.stringify(key))
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file)
  // The address of Google's token service is fixed: a proxy answers in its name.
  const asked: string[] = []
  const google = createTlsServer({ key: CERTIFICATE, cert: CERTIFICATE }, async (request, response) => {
    asked.push(`${request.headers.host}${request.url} ${await text(request)}`)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ access_token: 'canary-token', expires_in: 3600, token_type: 'Bearer' }))
  })
  const proxy = createServer().on('connect', (_request, socket) => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    google.emit('connection', socket)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void proxy.close())
  const server = await startGcs({ 'run/a.txt': 'a' })
  const environment = { ...withStorage(server).environment, HTTPS_PROXY: urlOf(proxy) }
  const http = { tls: { rejectUnauthorized: false } }
  await testRepository(server, { ...withStorage(server), environment, http }).open('a.txt')
  expect(authorizations(server)).toEqual(['Bearer canary-token'])
  expect(asked).toEqual([expect.stringMatching(/^oauth2\.googleapis\.com\/token .*assertion=/)])
  const [, claims = ''] = asked[0]?.split('assertion=')[1]?.split('.') ?? []
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ iss: key.client_email })
})

test('without credentials, as at an emulator, nobody asks', async () => {
  const server = await startGcs({ 'run/a.txt': 'a' })
  await testRepository(server, withStorage(server)).open('a.txt')
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', '/no/such/file')
  await testRepository(server).open('a.txt')
  expect(authorizations(server)).toEqual([undefined, undefined])
  expect(server.requests.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined])
})

test('the credentials of MLflow stay away from the store', async () => {
  const server = await startGcs({ 'run/a.txt': 'a' })
  const repository = testRepository(server, {
    trackingUri: 'http://user:canary@localhost:1',
    environment: { MLFLOW_TRACKING_TOKEN: 'canary' },
    http: { headers: { 'x-team': 'canary' } },
  })
  await repository.open('a.txt')
  for await (const _entry of repository.list(''));
  expect(JSON.stringify(server.requests)).not.toMatch(/canary|Y2FuYXJ5/)
})

test.each([
  ['a file that is not there', undefined],
  ['a file that is no JSON', 'canary-secret not JSON'],
  ['a key of another kind', '{"type": "service_account", "private_key": "canary-secret"}'],
])('%s is an error that names the variable', async (_, content) => {
  const file = join(folder, 'broken.json')
  await rm(file, { force: true })
  if (content !== undefined) await writeFile(file, content)
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file)
  const server = await startGcs({ 'run/a.txt': 'a' })
  const error: unknown = await testRepository(server, withStorage(server))
    .open('a.txt')
    .catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    code: 'UNAUTHENTICATED',
    retryable: false,
    hint: expect.stringContaining('GOOGLE_APPLICATION_CREDENTIALS'),
  })
  const { cause } = error instanceof Error ? error : { cause: undefined }
  expect(`${error} ${cause}`).not.toContain('canary')
  expect(server.requests).toEqual([])
})

test('a call that is aborted does not wait for a token', async () => {
  const server = await startGcs({ 'run/a.txt': 'a' })
  const controller = new AbortController()
  const reason = new Error('enough')
  const storage = {
    apiEndpoint: server.origin,
    customEndpoint: true,
    useAuthWithCustomEndpoint: true,
    authClient: { getClient: () => new Promise<never>(() => undefined) },
  }
  const opened = testRepository(server, { storage }).open('a.txt', { signal: controller.signal })
  controller.abort(reason)
  await expect(opened).rejects.toBe(reason)
})

test.each([
  ['localhost:9023', 'http://localhost:9023'],
  ['http://localhost:9023/', 'http://localhost:9023'],
  ['http://localhost:9023/storage/v1', 'http://localhost:9023'],
  ['', 'https://storage.googleapis.com'],
])('STORAGE_EMULATOR_HOST=%s leads to %s', async (host, origin) => {
  const server = await startGcs({})
  const environment = { STORAGE_EMULATOR_HOST: host }
  expect(testRepository(server, { environment }).concurrencyKey).toBe(origin)
})

test('API_ENDPOINT_OVERRIDE is another server, which an emulator goes before', async () => {
  const server = await startGcs({})
  const environment = { STORAGE_EMULATOR_HOST: '', API_ENDPOINT_OVERRIDE: 'https://localhost:9024/' }
  const beside = { ...environment, STORAGE_EMULATOR_HOST: 'localhost:9023' }
  expect(testRepository(server, { environment }).concurrencyKey).toBe('https://localhost:9024')
  expect(testRepository(server, { environment: beside }).concurrencyKey).toBe('http://localhost:9023')
})

test.each(['http://user:canary@localhost', 'http://', 'ftp://host'])(
  'STORAGE_EMULATOR_HOST=%s is refused',
  async (host) => {
    const server = await startGcs({})
    const make = () => testRepository(server, { environment: { STORAGE_EMULATOR_HOST: host } })
    expect(make).toThrow(/^Invalid url: (?!.*canary)/)
  },
)

test('a key file of the call goes before that of the process', async () => {
  const { url } = await startTokens()
  const file = await keyFile('of-the-call.json', url)
  const { findAuthClient } = await import('./find-auth-client.ts')
  const environment = { GOOGLE_APPLICATION_CREDENTIALS: file }
  const http = createHttpClient({ environment: {}, trackingUri: undefined })
  onTestFinished(() => http.close())
  const { signal } = new AbortController()
  const asking = { request: http.request, signal: () => signal, sent: new SentRequests() }
  const client = await findAuthClient(undefined, undefined, { environment }, asking)
  expect((await client?.getRequestHeaders())?.get('authorization')).toBe('Bearer canary-token-1')
})

test('tokens that never come are given up with those who wait for them', async () => {
  const identity = await startGcs({}, () => ({ stallBeforeHeaders: true }))
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', await keyFile('hanging.json', identity.origin))
  const server = await startGcs({ 'run/a.txt': 'a' })
  const repository = testRepository(server, withStorage(server))
  const [first, second] = [new AbortController(), new AbortController()]
  const reason = { why: 'enough' }
  const calls = Promise.allSettled([
    repository.open('a.txt', { signal: first.signal }),
    repository.stat?.('a.txt', { signal: second.signal }),
  ])
  await vi.waitUntil(() => identity.requests.length > 0)
  first.abort(reason)
  await new Promise(setImmediate)
  expect(identity.connections).toBe(1)
  second.abort(reason)
  expect(await calls).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ])
  await vi.waitUntil(() => identity.connections === 0, { timeout: 5_000 })
  expect(server.requests).toEqual([])
  // Who asks later begins anew.
  const { url } = await startTokens()
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', await keyFile('later.json', url))
  expect(await textOf(await testRepository(server, withStorage(server)).open('a.txt'))).toBe('a')
})

test('a token without an end is none', async () => {
  const body = {
    *[Symbol.iterator]() {
      for (;;) yield Buffer.alloc(64 * 1024, ' ')
    },
  }
  const identity = await startGcs({}, () => ({ answer: { status: 200, body } }))
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', await keyFile('endless.json', identity.origin))
  const server = await startGcs({ 'run/a.txt': 'a' })
  await expect(testRepository(server, withStorage(server)).open('a.txt')).rejects.toMatchObject({
    message: expect.stringContaining('No access token for Google Cloud Storage'),
  })
})
