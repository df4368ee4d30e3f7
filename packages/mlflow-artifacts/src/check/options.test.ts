import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  DestinationOptions,
  HttpSettings,
  RetrySettings,
  TimeoutSettings,
  TlsSettings,
} from '@mlflow-artifacts/http-client'
import type { ByteRange } from '@mlflow-artifacts/repository'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Artifacts, OpenArtifactOptions } from '../artifacts.ts'
import { type CreateArtifactsOptions, createArtifacts } from '../compose.ts'
import * as discovering from '../index.ts'
import type { CallOptions, DownloadArtifactsOptions, ListArtifactsOptions } from '../options.ts'

/** Values that each of the options cannot have. */
type Wrong<Options> = { readonly [Name in keyof Required<Options>]: readonly unknown[] }

const NO_COUNT = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '4', true, {}]
const NO_TEXT = [5, true, {}, ['a'], () => 'a']
const NO_BOOLEAN = ['yes', 'false', 1, 0, {}]
const NO_FUNCTION = ['f', 5, {}, true]
const NO_TEXTS = ['*.json', 5, { a: 1 }, [5], [null], () => ['a']]
const NO_OBJECT = ['a', 5, true, [1]]
const NO_TIME = [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '5', true]
const NO_AMOUNT = [-1, Number.NaN, Number.POSITIVE_INFINITY, '5', true]

const DESTINATIONS: Wrong<DestinationOptions> = {
  allowedSchemes: [...NO_TEXTS, ['https:'], ['']],
  allowedHosts: [...NO_TEXTS, ['https://a'], ['']],
}
const CALL: Wrong<Omit<CallOptions, 'http'>> = {
  trackingUri: NO_TEXT,
  registryUri: NO_TEXT,
  signal: [...NO_OBJECT, {}, new AbortController(), { aborted: false }],
  backends: ['a', 5, {}, [5], [null], ['s3'], [{}], [() => ({})]],
  environment: [...NO_OBJECT, { MLFLOW_TRACKING_URI: 5 }, { AWS_REGION: ['a'] }],
  allowLocalArtifacts: NO_BOOLEAN,
  onRetry: NO_FUNCTION,
  ...DESTINATIONS,
}
const DOWNLOAD: Wrong<Omit<DownloadArtifactsOptions, keyof CallOptions>> = {
  dstPath: [...NO_TEXT, ''],
  concurrency: NO_COUNT,
  maxConnections: NO_COUNT,
  connectionsPerFile: NO_COUNT,
  maxBytesInFlight: NO_COUNT,
  partSize: NO_COUNT,
  partsFrom: NO_COUNT,
  quietAfterMs: NO_COUNT,
  orphanAgeMs: NO_COUNT,
  attempts: NO_COUNT,
  retryBaseMs: NO_AMOUNT,
  onProgress: NO_FUNCTION,
  include: [...NO_TEXTS, [''], ['/'], ['a', 5]],
  exclude: [...NO_TEXTS, [''], ['!']],
  overwrite: ['nope', 'Always', '', 5, true],
  verify: ['nope', 'md5', '', 5, false],
  resume: NO_BOOLEAN,
  durable: NO_BOOLEAN,
}
const LIST: Wrong<Omit<ListArtifactsOptions, keyof CallOptions>> = { mustExist: NO_BOOLEAN }
const OPEN: Wrong<Omit<OpenArtifactOptions, keyof CallOptions>> = {
  range: ['0-5', 5, [0, 5], true],
  ifMatch: NO_TEXT,
}
const RANGE: Wrong<ByteRange> = {
  start: [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '0', undefined],
  end: [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', 4],
}
const HTTP: Wrong<HttpSettings> = {
  headers: ['a: b', 5, ['a'], { a: 5 }],
  auth: NO_FUNCTION,
  trustedOrigins: [...NO_TEXTS, ['no origin']],
  tls: NO_OBJECT,
  proxy: [5, true, {}, 'http://['],
  timeouts: NO_OBJECT,
  retries: NO_OBJECT,
  maxConnectionsPerOrigin: NO_COUNT,
}
const TLS: Wrong<TlsSettings> = {
  ca: [5, {}, [5], true],
  cert: [5, {}, true],
  key: [5, {}, true],
  passphrase: [5, {}],
  rejectUnauthorized: NO_BOOLEAN,
}
const TIMEOUTS: Wrong<TimeoutSettings> = {
  waitMs: NO_TIME,
  connectMs: NO_TIME,
  tlsMs: NO_TIME,
  tunnelMs: NO_TIME,
  headersMs: NO_TIME,
  silenceMs: NO_TIME,
  slowMs: NO_TIME,
  callMs: NO_TIME,
}
const RETRIES: Wrong<RetrySettings> = {
  max: [-1, 1.5, Number.NaN, '3', true],
  backoffFactor: NO_AMOUNT,
  jitter: NO_AMOUNT,
  respectRetryAfter: NO_BOOLEAN,
}

interface Case {
  /** As it stands in the error. */
  readonly option: string
  readonly value: unknown
  readonly options: object
}

/** A case for each wrong value of each option. */
function cases(
  table: Readonly<Record<string, readonly unknown[]>>,
  within = '',
  wrap: (options: object) => object = (options) => options,
): Case[] {
  return Object.entries(table).flatMap(([name, values]) =>
    values.map((value) => ({ option: within + name, value, options: wrap({ [name]: value }) })),
  )
}

const OF_CALLS: readonly Case[] = [
  ...cases(CALL),
  ...cases({ http: [...NO_OBJECT, { request: 5 }] }),
  ...cases(HTTP, 'http.', (http) => ({ http })),
  ...cases(TLS, 'http.tls.', (tls) => ({ http: { tls } })),
  ...cases(TIMEOUTS, 'http.timeouts.', (timeouts) => ({ http: { timeouts } })),
  ...cases(RETRIES, 'http.retries.', (retries) => ({ http: { retries } })),
]
const OF_RANGES: readonly Case[] = cases(RANGE, 'range.', (range) => ({
  range: { start: 5, end: 10, ...range },
}))

const OF_FUNCTIONS: Readonly<Record<string, readonly Case[]>> = {
  downloadArtifacts: cases(DOWNLOAD),
  listArtifacts: cases(LIST),
  walkArtifacts: cases(LIST),
  openArtifact: [...cases(OPEN), ...OF_RANGES],
}

let folder: string
let dstPath: string
let server: Server
let trackingUri: string
let requests: number
let artifacts: Artifacts

beforeAll(async () => {
  server = createServer((_request, response) => {
    requests += 1
    response.writeHead(404).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  trackingUri = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  artifacts = createArtifacts({ trackingUri, environment: {} })
})
afterAll(() => server.close())
beforeEach(async () => {
  requests = 0
  folder = await mkdtemp(join(tmpdir(), 'options-'))
  dstPath = join(folder, 'dst')
  vi.stubEnv('TMPDIR', folder)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const SOURCE = 'runs:/393fa378af354d8b91a3b7ffd43986ee/a.txt'
const FUNCTIONS: Readonly<Record<keyof Artifacts, (options: object) => Promise<unknown>>> = {
  downloadArtifacts: (options) => artifacts.downloadArtifacts(SOURCE, { dstPath, ...options }),
  listArtifacts: (options) => artifacts.listArtifacts(SOURCE, options),
  loadText: (options) => artifacts.loadText(SOURCE, options),
  loadDict: (options) => artifacts.loadDict(SOURCE, options),
  loadImage: (options) => artifacts.loadImage(SOURCE, options),
  walkArtifacts: async (options) => {
    for await (const _ of artifacts.walkArtifacts(SOURCE, options));
  },
  statArtifact: (options) => artifacts.statArtifact(SOURCE, options),
  openArtifact: (options) => artifacts.openArtifact(SOURCE, options),
  resolveArtifact: (options) => artifacts.resolveArtifact(SOURCE, options),
}

/** Expects a refusal that names the option, and that nothing was asked or made before it. */
async function expectRefusal(call: () => unknown, { option }: Case): Promise<void> {
  const error = await Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    )
  expect(error).toMatchObject({ name: 'MlflowError', code: 'INVALID_PARAMETER_VALUE' })
  const said = error instanceof Error ? error.message : ''
  expect(said).toContain(NAMED_BY.get(option) ?? option)
  expect(requests).toBe(0)
  expect(existsSync(dstPath)).toBe(false)
  expect(await readdir(folder)).toEqual([])
}

// What is wrong with one of them is said of that one.
const NAMED_BY = new Map([['backends', 'backend']])

describe.each(Object.entries(FUNCTIONS))('%s', (name, call) => {
  test.each([...OF_CALLS, ...(OF_FUNCTIONS[name] ?? [])])('refuses $option: $value', async (wrong) => {
    await expectRefusal(() => call(wrong.options), wrong)
  })

  test('refuses options that are none', async () => {
    for (const options of [5, 'a', null]) {
      const wrong = { option: 'options', value: options, options: {} }
      await expectRefusal(() => {
        const result: unknown = Reflect.apply(Reflect.get(artifacts, name), artifacts, [SOURCE, options])
        const { next }: { next?: () => unknown } = Object(result)
        return next === undefined ? result : Reflect.apply(next, result, [])
      }, wrong)
    }
  })

  test('that is aborted before it begins asks and makes nothing', async () => {
    const reason = new Error('enough')
    await expect(call({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(requests).toBe(0)
    expect(await readdir(folder)).toEqual([])
  })
})

describe.each([
  ['of this package', discovering.createArtifacts],
  ['of compose', createArtifacts],
])('createArtifacts %s', (_, create) => {
  const wrong = [
    ...OF_CALLS.filter(({ option }) => option !== 'signal'),
    ...cases({ sharp: ['sharp', 5, {}], findBackend: NO_FUNCTION }),
  ]
  test.each(wrong)('refuses $option: $value', async (one) => {
    const options: CreateArtifactsOptions = one.options
    await expectRefusal(() => create(options), one)
  })
})

describe('what is right', () => {
  test('null counts as left out, and a name that is not known is no error', async () => {
    const given: object = { http: null, backends: null, registryUri: null, include: null, consurrency: 5 }
    const call = artifacts.downloadArtifacts('file:///etc/hostname', given)
    expect(await call).toBe('/etc/hostname')
  })

  test.each([{ start: 0, end: 0 }, { start: 3 }, { start: 0, end: undefined }])(
    'a range of %j',
    async (range) => {
      const { body, range: sent } = await artifacts.openArtifact('file:///etc/hostname', { range })
      let bytes = 0
      for await (const chunk of body) bytes += chunk.byteLength
      if (sent?.end !== undefined) expect(bytes).toBe(sent.end - sent.start)
    },
  )

  test('a signal of another realm, and settings at their limits', async () => {
    const signal = Object.assign(new EventTarget(), { aborted: false, reason: undefined })
    const options: object = {
      signal: Object.assign(signal, { throwIfAborted: () => undefined }),
      http: { retries: { max: 0, backoffFactor: 0, jitter: 0 }, proxy: false, tls: { ca: [] } },
      retryBaseMs: 0,
    }
    expect(await artifacts.downloadArtifacts('file:///etc/hostname', options)).toBe('/etc/hostname')
  })
})

describe('a variable', () => {
  const COUNTS = [
    'MLFLOW_ARTIFACTS_CONCURRENCY',
    'MLFLOW_ARTIFACTS_MAX_CONNECTIONS',
    'MLFLOW_ARTIFACTS_CONNECTIONS_PER_FILE',
    'MLFLOW_ARTIFACTS_MAX_BYTES_IN_FLIGHT',
    'MLFLOW_ARTIFACTS_QUIET_AFTER_MS',
    'MLFLOW_ARTIFACTS_ORPHAN_AGE_MS',
    'MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE',
    'MLFLOW_MULTIPART_DOWNLOAD_MINIMUM_FILE_SIZE',
  ]
  const WRONG = [
    ...COUNTS.flatMap((name) => ['0', '-1', '1.5', 'many', ''].map((value) => [name, value] as const)),
    ['MLFLOW_ENABLE_MULTIPART_DOWNLOAD', 'maybe'],
    ['MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD', 'maybe'],
    ['MLFLOW_HTTP_REQUEST_MAX_RETRIES', 'many'],
    ['MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR', 'many'],
    ['MLFLOW_HTTP_REQUEST_BACKOFF_JITTER', 'many'],
    ['MLFLOW_HTTP_REQUEST_TIMEOUT', 'long'],
    ['MLFLOW_HTTP_TCP_KEEPALIVE', 'maybe'],
    ['MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER', 'maybe'],
    ['MLFLOW_TRACKING_INSECURE_TLS', 'maybe'],
    ['MLFLOW_ARTIFACTS_ALLOWED_HOSTS', 'https://a'],
    ['MLFLOW_ARTIFACTS_ALLOWED_SCHEMES', 'https:'],
    ['MLFLOW_ARTIFACTS_TRUSTED_ORIGINS', 'no origin'],
  ] as const
  test.each(WRONG)('%s cannot be %j', async (option, value) => {
    const environment = { [option]: value }
    for (const call of [FUNCTIONS.downloadArtifacts, FUNCTIONS.loadText]) {
      await expectRefusal(() => call({ environment }), { option, value, options: {} })
    }
  })

  test('of a server says nothing of what needs none, as in Python', async () => {
    const environment = { MLFLOW_HTTP_REQUEST_TIMEOUT: 'long' }
    const local = createArtifacts({ trackingUri: `file://${folder}`, environment })
    expect(await local.downloadArtifacts('file:///etc/hostname')).toBe('/etc/hostname')
  })
})

describe('requests at once', () => {
  test('cannot be more than the connections that are said to be there', async () => {
    const http = { maxConnectionsPerOrigin: 8 }
    for (const given of [
      { maxConnections: 9, http },
      { http, environment: { MLFLOW_ARTIFACTS_MAX_CONNECTIONS: '9' } },
    ]) {
      const wrong = { option: 'http.maxConnectionsPerOrigin', value: 8, options: {} }
      await expectRefusal(() => FUNCTIONS.downloadArtifacts(given), wrong)
    }
    await expect(FUNCTIONS.downloadArtifacts({ concurrency: 64, http })).rejects.toMatchObject({
      code: 'ENDPOINT_NOT_FOUND',
    })
  })
})
