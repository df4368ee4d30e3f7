import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { s3 } from '@mlflow-artifacts/repo-s3'
import { type Artifacts, createArtifacts } from 'mlflow-artifacts/compose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findSecrets, textsOf } from './find-secrets.ts'
import { ECHOES, type EchoServer, startEcho } from './start-echo.ts'

const STATUSES = [200, 400, 401, 403, 404, 409, 412, 416, 418, 429, 500, 502, 503, 599]
const CONTENT_TYPES = ['application/json', 'text/html', 'application/xml', 'text/plain']

const PASSWORD = 'p4ss/"wörd" & <more>'
const TOKEN = 'tok3n.with-many_characters~+/==1'
const CUSTOM = 'cu5tom\'s "value" <of> a&gateway'
const COOKIE = 'c00kie-of-a-session'
const SIGNATURE = '0123456789abcdeffedcba9876543210aabbccdd'
const SESSION = 'FwoGZXIvYXdzE+/session/token=='
/** No longer than a name in a text, which it is found by. */
const SHORT = 'x7q'
const KEY_ID = 'AKIDOFTHETEST'
const RUN = '393fa378af354d8b91a3b7ffd43986ee'

let folder: string
let server: EchoServer
let store: EchoServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'echo-'))
  server = await startEcho()
  store = await startEcho()
})
afterAll(async () => {
  await server.close()
  await store.close()
  await rm(folder, { recursive: true })
})

function artifacts(environment: Record<string, string>, headers: Record<string, string> = {}): Artifacts {
  return createArtifacts({
    trackingUri: server.origin,
    environment: { HOME: '/nonexistent', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0', ...environment },
    backends: [s3()],
    http: { headers, retries: { max: 0 } },
  })
}

/** Whose secrets an exchange holds, and what is called. */
interface Hop {
  readonly secrets: readonly string[]
  readonly refusing: () => EchoServer
  readonly call: () => Promise<unknown>
}

const withPassword = { MLFLOW_TRACKING_USERNAME: 'somebody', MLFLOW_TRACKING_PASSWORD: PASSWORD }
const withToken = { MLFLOW_TRACKING_TOKEN: TOKEN }
const ofS3 = {
  AWS_ACCESS_KEY_ID: KEY_ID,
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: SESSION,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_MAX_ATTEMPTS: '1',
}
const download = (bound: Artifacts, source: string): Promise<unknown> =>
  bound.downloadArtifacts(source, { dstPath: join(folder, 'to'), attempts: 1 })

const HOPS: Readonly<Record<string, Hop>> = {
  'a tracking server, with a password': {
    secrets: [PASSWORD, Buffer.from(`somebody:${PASSWORD}`).toString('base64')],
    refusing: () => server,
    call: () => artifacts(withPassword).listArtifacts(`runs:/${RUN}`),
  },
  'a tracking server, with a short password': {
    secrets: [SHORT, Buffer.from(`somebody:${SHORT}`).toString('base64')],
    refusing: () => server,
    call: () => artifacts({ ...withPassword, MLFLOW_TRACKING_PASSWORD: SHORT }).listArtifacts(`runs:/${RUN}`),
  },
  'a tracking server, with a token, a cookie and a custom header': {
    secrets: [TOKEN, CUSTOM, COOKIE],
    refusing: () => server,
    call: () =>
      artifacts(withToken, { 'x-gateway': CUSTOM, cookie: `session=${COOKIE}` }).listArtifacts(
        `runs:/${RUN}`,
      ),
  },
  'the proxy of artifacts, which is listed': {
    secrets: [TOKEN, CUSTOM],
    refusing: () => server,
    call: () => artifacts(withToken, { 'x-gateway': CUSTOM }).listArtifacts('mlflow-artifacts:/run'),
  },
  'the proxy of artifacts, which is read': {
    secrets: [TOKEN, CUSTOM],
    refusing: () => server,
    call: async () => {
      const { body } = await artifacts(withToken, { 'x-gateway': CUSTOM }).openArtifact(
        'mlflow-artifacts:/run/a.bin',
      )
      for await (const _chunk of body);
    },
  },
  'a web server, with a signed URL': {
    secrets: [SIGNATURE],
    refusing: () => store,
    call: () => download(artifacts({}), `${store.origin}/a.bin?X-Amz-Signature=${SIGNATURE}&x=1`),
  },
  'a web server, with user and password': {
    secrets: ['pa55word-of-the-store'],
    refusing: () => store,
    call: () =>
      download(artifacts({}), `${store.origin.replace('//', '//user:pa55word-of-the-store@')}/a.bin`),
  },
  'S3, which is listed': {
    secrets: [SESSION, KEY_ID],
    refusing: () => store,
    call: () => artifacts({ ...ofS3, MLFLOW_S3_ENDPOINT_URL: store.origin }).listArtifacts('s3://bucket/run'),
  },
  'S3, which is read': {
    secrets: [SESSION, KEY_ID],
    refusing: () => store,
    call: async () => {
      const bound = artifacts({ ...ofS3, MLFLOW_S3_ENDPOINT_URL: store.origin })
      for await (const _chunk of (await bound.openArtifact('s3://bucket/run/a.bin')).body);
    },
  },
}

describe.each(Object.entries(HOPS))('%s', (_name, { secrets, refusing, call }) => {
  test.each(Object.keys(ECHOES))('that repeats %s what it was sent tells nobody', async (how) => {
    const echo = ECHOES[how]
    if (echo === undefined) throw new Error('No such echo')
    const leaks: string[] = []
    const before = refusing().requests
    for (const [index, status] of STATUSES.entries()) {
      const contentType = CONTENT_TYPES[index % CONTENT_TYPES.length] ?? ''
      refusing().refusal = { status, echo, contentType }
      const error = await call().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      const found = findSecrets(textsOf(error), secrets)
      if (found.length > 0) leaks.push(`${status} ${contentType}: ${found.join(', ')}`)
    }
    refusing().refusal = undefined
    expect(refusing().requests - before).toBeGreaterThanOrEqual(STATUSES.length)
    expect(leaks).toEqual([])
  })
})

test('the search finds what it looks for, in every encoding', () => {
  for (const secret of [PASSWORD, TOKEN, CUSTOM, SESSION]) {
    for (const [how, echo] of Object.entries(ECHOES)) {
      if (how === 'decoded') continue
      const message = echo(`GET /\nAuthorization: Bearer ${secret}\nx: y`)
      expect(findSecrets(textsOf(new Error(String(message))), [secret]), how).toEqual([secret])
    }
  }
})
