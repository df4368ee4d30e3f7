import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { HttpSettings } from '@mlflow-artifacts/http-client'
import type { FaultServer } from '@mlflow-artifacts/testing/fault-server'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { textOf } from '../../test/collect.ts'
import { atGoogle, startGcs, testRepository } from '../../test/start-gcs.ts'
import { certificatePath, startGoogle } from '../../test/start-google.ts'
import { startTokens, temporaryFolder, writeKey } from '../../test/start-tokens.ts'

const PRIVATE_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
})
const LOGIN = {
  type: 'authorized_user',
  client_id: 'me',
  client_secret: 'canary-client-secret',
  refresh_token: 'canary-refresh-token',
}
const SERVICE_ACCOUNT = {
  type: 'service_account',
  client_email: 'reader@canary.iam.gserviceaccount.com',
  private_key: PRIVATE_KEY,
}
const IMPERSONATED = {
  type: 'impersonated_service_account',
  service_account_impersonation_url:
    'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@p.iam.gserviceaccount.com:generateAccessToken',
  source_credentials: LOGIN,
}

let folder: string
let file: string
let server: FaultServer

beforeEach(async () => {
  folder = await temporaryFolder()
  file = join(folder, 'key.json')
  for (const name of ['HOME', 'APPDATA', 'CLOUDSDK_CONFIG']) vi.stubEnv(name, folder)
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', undefined)
  vi.stubEnv('METADATA_SERVER_DETECTION', 'none')
  server = await startGcs({ 'run/a.txt': 'a' })
})
afterEach(() => vi.unstubAllEnvs())

function repository(variables: Readonly<Record<string, string>>, http: HttpSettings = {}) {
  const environment = {
    ...atGoogle(server).environment,
    GOOGLE_APPLICATION_CREDENTIALS: file,
    NO_PROXY: '127.0.0.1',
    ...variables,
  }
  return testRepository(server, { environment, http })
}

async function failureOf(variables: Readonly<Record<string, string>>, http?: HttpSettings): Promise<Error> {
  const error: unknown = await repository(variables, http)
    .open('a.txt')
    .catch((thrown: unknown) => thrown)
  expect(server.requests).toEqual([])
  if (!(error instanceof Error)) throw new Error('It did not fail')
  return error
}

/** A server for tokens that does what it wants. */
async function startAnswers(listener: RequestListener, isTls = false): Promise<string> {
  const pem = readFileSync(certificatePath('server'))
  const answering = isTls ? createTlsServer({ key: pem, cert: pem }, listener) : createServer(listener)
  await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    answering.close()
    answering.closeAllConnections()
  })
  const address = answering.address()
  return `http${isTls ? 's' : ''}://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

const give: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ access_token: 'canary-token', expires_in: 3600, token_type: 'Bearer' }))
}

describe('a proxy of the call is where tokens are asked for', () => {
  test.each([
    ['of a service account', SERVICE_ACCOUNT, ['oauth2.googleapis.com:443']],
    ['of a login', LOGIN, ['oauth2.googleapis.com:443']],
    [
      'of an account that another stands for',
      IMPERSONATED,
      ['oauth2.googleapis.com:443', 'iamcredentials.googleapis.com:443'],
    ],
  ])('%s', async (_what, key, hosts) => {
    const google = await startGoogle()
    const { answer } = google
    google.answer = (response, body, path) => {
      if (!path.endsWith(':generateAccessToken')) return answer(response, body, path)
      response.writeHead(200, { 'content-type': 'application/json' })
      const expireTime = new Date(Date.now() + 3_600_000).toISOString()
      response.end(JSON.stringify({ accessToken: 'canary-token', expireTime }))
    }
    await writeFile(file, JSON.stringify(key))
    const http = { tls: { rejectUnauthorized: false } }
    expect(await textOf(await repository({ HTTPS_PROXY: google.proxy }, http).open('a.txt'))).toBe('a')
    expect(google.hosts).toEqual(hosts)
    expect(server.requests[0]?.headers.authorization).toBe('Bearer canary-token')
  })

  test('of an account that another stands for, for which a workload does', async () => {
    const google = await startGoogle()
    await writeKey(file, 'http://tokens.test', { credential_source: { url: 'http://subjects.test/' } })
    const source_credentials = JSON.parse(readFileSync(file, 'utf8'))
    await writeFile(file, JSON.stringify({ ...IMPERSONATED, source_credentials }))
    google.answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const expireTime = new Date(Date.now() + 3_600_000).toISOString()
      response.end(JSON.stringify({ accessToken: 'canary-token', expireTime }))
    }
    const variables = { HTTP_PROXY: google.proxy, HTTPS_PROXY: google.proxy }
    await repository(variables, { tls: { rejectUnauthorized: false } }).open('a.txt')
    expect(google.hosts).toEqual(['subjects.test', 'tokens.test', 'iamcredentials.googleapis.com:443'])
  })

  test('of a workload, and of what vouches for it, and that of the option', async () => {
    const google = await startGoogle()
    await writeKey(file, 'http://tokens.test', { credential_source: { url: 'http://subjects.test/' } })
    await repository({ HTTP_PROXY: google.proxy }).open('a.txt')
    expect(google.hosts).toEqual(['subjects.test', 'tokens.test'])
    server = await startGcs({ 'run/a.txt': 'a' })
    await writeKey(file, 'http://tokens.test')
    // Its proxy is for every host, also the store's.
    const error = await failureOf({}, { proxy: 'http://127.0.0.1:1' })
    expect(inspect(error)).toContain('127.0.0.1:1')
  })

  test('and one of the process is none', async () => {
    const { url, asked } = await startTokens()
    await writeKey(file, url)
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'])
      vi.stubEnv(name, 'http://127.0.0.1:1')
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '')
    await repository({}).open('a.txt')
    expect(asked).toHaveLength(1)
  })
})

test('the authorities of the call are those of whoever gives out tokens', async () => {
  const url = await startAnswers(give, true)
  await writeKey(file, url)
  await repository({ REQUESTS_CA_BUNDLE: certificatePath('ca') }).open('a.txt')
  server = await startGcs({ 'run/a.txt': 'a' })
  const error = await failureOf({})
  expect(error).toMatchObject({ code: 'INTERNAL_ERROR', hint: expect.stringContaining('REQUESTS_CA_BUNDLE') })
  expect(error.message).toMatch(/^No access token for Google Cloud Storage: .*certificate/)
})

describe('an answer that does not come', () => {
  test('to its end is given up by the limits of the call', async () => {
    const url = await startAnswers((_request, response) => void response.writeHead(200).write('{'))
    await writeKey(file, url)
    expect(await failureOf({}, { timeouts: { silenceMs: 200 } })).toMatchObject({ code: 'DEADLINE_EXCEEDED' })
  })

  test('at all is given up by them, too', async () => {
    await writeKey(file, await startAnswers(() => undefined))
    expect(await failureOf({}, { timeouts: { headersMs: 200 } })).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: expect.stringContaining('No access token for Google Cloud Storage'),
    })
  })

  test.each(['of Google, for a workload', 'of a machine'])('ends with the call: that %s', async (which) => {
    let open = 0
    const url = await startAnswers((request, response) => {
      open += 1
      response.once('close', () => {
        open -= 1
      })
      if (!request.url?.endsWith('/universe-domain')) return
      response.writeHead(404).end()
    })
    await writeKey(file, url)
    const variables: Record<string, string> =
      which === 'of a machine'
        ? {
            GOOGLE_APPLICATION_CREDENTIALS: '',
            METADATA_SERVER_DETECTION: 'assume-present',
            GCE_METADATA_HOST: url,
          }
        : {}
    const controller = new AbortController()
    const reason = new Error('enough')
    const opened = repository(variables).open('a.txt', { signal: controller.signal })
    await vi.waitUntil(() => open > 0)
    controller.abort(reason)
    await expect(opened).rejects.toBe(reason)
    await vi.waitUntil(() => open === 0)
  })
})

describe('where a redirect leads', () => {
  test('nobody gets what vouches for an account', async () => {
    const elsewhere = await startTokens()
    const url = await startAnswers((_request, response) => {
      response.writeHead(307, { location: `${elsewhere.url.replace('127.0.0.1', 'localhost')}/token` }).end()
    })
    await writeKey(file, url)
    await failureOf({})
    expect(elsewhere.asked).toEqual([])
  })

  test('the rules for destinations count', async () => {
    const url = await startAnswers((_request, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()
    })
    await writeKey(file, url, { credential_source: { url } })
    expect(await failureOf({})).toMatchObject({ code: 'PERMISSION_DENIED' })
  })
})

describe('a refusal that repeats what it was sent shows nothing of it', () => {
  const repeated = (body: string): string[] => [
    body,
    decodeURIComponent(body),
    Buffer.from(body).toString('base64'),
    ...[...new URLSearchParams(body).values()].flatMap((value) => [
      value,
      Buffer.from(value).toString('hex'),
    ]),
  ]
  const shown = (error: Error): string =>
    [error.message, error.stack, inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error)].join(
      '\n',
    )

  test.each([
    ['the assertion of a service account', SERVICE_ACCOUNT, /eyJ[\w-]+\.[\w-]+/],
    ['the refresh token of a login', LOGIN, /canary|Y2FuYXJ5|63616e617279/],
    ['that of an account which stands for another', IMPERSONATED, /canary|Y2FuYXJ5|63616e617279/],
  ])('%s', async (_what, key, secret) => {
    const google = await startGoogle()
    google.answer = (response, body) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: 'invalid_grant', error_description: repeated(body).join(' ') }))
    }
    await writeFile(file, JSON.stringify(key))
    const error = await failureOf({ HTTPS_PROXY: google.proxy }, { tls: { rejectUnauthorized: false } })
    expect(google.asked.join()).toMatch(/canary-refresh-token|assertion=eyJ/)
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(error.message).toContain('invalid_grant')
    expect(shown(error)).not.toMatch(secret)
  })
})

describe('the metadata server', () => {
  const MACHINE = { GOOGLE_APPLICATION_CREDENTIALS: '' }

  test.each([
    ['GCE_METADATA_HOST', 'assume-present'],
    ['GCE_METADATA_HOST', 'ping-only'],
    ['GCE_METADATA_IP', 'ping-only'],
  ])('is never asked through a proxy (%s, %s)', async (name, detection) => {
    const { url, asked } = await startTokens()
    const google = await startGoogle()
    const variables = {
      ...MACHINE,
      METADATA_SERVER_DETECTION: detection,
      [name]: url.replace('http://', ''),
      HTTP_PROXY: google.proxy,
      NO_PROXY: new URL(server.origin).host,
    }
    await repository(variables).open('a.txt')
    expect(google.hosts).toEqual([])
    expect(asked.every(({ headers }) => headers['metadata-flavor'] === 'Google')).toBe(true)
    expect(server.requests[0]?.headers.authorization).toMatch(/^Bearer canary-token-/)
  })

  test('that is silent is looked for again as often as DETECT_GCP_RETRIES says', async () => {
    const metadata = await startTokens()
    metadata.instead = (_request, response) => {
      if (metadata.asked.length > 2) return false
      response.destroy()
      return true
    }
    const variables = { ...MACHINE, METADATA_SERVER_DETECTION: 'ping-only', GCE_METADATA_HOST: metadata.url }
    await repository({ ...variables, DETECT_GCP_RETRIES: '2' }).open('a.txt')
    expect(server.requests[0]?.headers.authorization).toMatch(/^Bearer canary-token-/)
  })

  test('gives tokens that look like those of Google', async () => {
    const metadata = await startTokens()
    metadata.instead = ({ path }, response) => {
      if (!path.includes('/token')) return false
      response.writeHead(200, { 'metadata-flavor': 'Google' })
      response.end(JSON.stringify({ access_token: 'ya29.c.b0Aaekm1Kcanary', expires_in: 3600 }))
      return true
    }
    const variables = {
      ...MACHINE,
      METADATA_SERVER_DETECTION: 'assume-present',
      GCE_METADATA_HOST: metadata.url,
    }
    await repository(variables).open('a.txt')
    await repository(variables).open('a.txt')
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer ya29.c.b0Aaekm1Kcanary',
      'Bearer ya29.c.b0Aaekm1Kcanary',
    ])
  })

  test('that has no account for this machine says so', async () => {
    const metadata = await startTokens()
    metadata.instead = ({ path }, response) => {
      if (!path.includes('/token')) return false
      response.writeHead(404).end('no scopes')
      return true
    }
    const error = await failureOf({
      ...MACHINE,
      METADATA_SERVER_DETECTION: 'assume-present',
      GCE_METADATA_HOST: metadata.url,
    })
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(error.message).toContain('with status 404: this machine has no account: no scopes')
  })

  test('is somebody else where it does not say that it is one', async () => {
    const url = await startAnswers((_request, response) => void response.end('hello'))
    const variables = { ...MACHINE, METADATA_SERVER_DETECTION: 'ping-only', GCE_METADATA_HOST: url }
    expect(await textOf(await repository(variables).open('a.txt'))).toBe('a')
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
  })
})
