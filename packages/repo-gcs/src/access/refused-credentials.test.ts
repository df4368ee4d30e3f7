import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Storage } from '@google-cloud/storage'
import type { FaultServer } from '@mlflow-artifacts/testing/fault-server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { textOf } from '../../test/collect.ts'
import { atGoogle, startGcs, type TestRepositoryOptions, testRepository } from '../../test/start-gcs.ts'
import { startTokens, temporaryFolder, writeKey } from '../../test/start-tokens.ts'
import { stubNoAccount } from '../../test/stub-no-account.ts'

const PRIVATE_KEY =
  '-----BEGIN PRIVATE KEY-----\ncanaryMIIEvQIBADANBgkqhkiG9w0BAQE\n-----END PRIVATE KEY-----\n'
const KEY = JSON.stringify({ type: 'service_account', private_key: PRIVATE_KEY, client_email: 'a@canary' })

let folder: string
let server: FaultServer

beforeEach(async () => {
  folder = await temporaryFolder()
  stubNoAccount(folder)
  server = await startGcs({ 'run/a.txt': 'a' })
})
afterEach(() => vi.unstubAllEnvs())

async function refusalOf(
  variables: Record<string, string>,
  options?: TestRepositoryOptions,
): Promise<string> {
  const { environment } = atGoogle(server)
  const made = { environment: { ...environment, ...variables }, ...options }
  const error: unknown = await testRepository(server, made)
    .open('a.txt')
    .catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'UNAUTHENTICATED', retryable: false })
  expect(server.requests).toEqual([])
  if (!(error instanceof Error)) return ''
  const { message, stack, cause } = error
  const said = [message, Reflect.get(error, 'hint'), stack, cause, JSON.stringify(error)].join('\n')
  expect(said).not.toMatch(/canary|Y2FuYXJ5|MIIE/)
  return said
}

describe('GOOGLE_APPLICATION_CREDENTIALS that holds something else than a path', () => {
  const encoded = Buffer.from(KEY).toString('base64')
  test.each([
    ['the key', KEY],
    ['the key over several lines', JSON.stringify(JSON.parse(KEY), undefined, 2)],
    ['the key in base64', encoded],
    ['the key in base64 of 76 characters a line', encoded.replace(/.{76}/g, '$&\n')],
    ['the private key', PRIVATE_KEY],
    ['the private key on one line', PRIVATE_KEY.replaceAll('\n', '\\n')],
    ['the private key without its lines', PRIVATE_KEY.replace(/-+[A-Z ]+-+/g, '').replaceAll('\n', '')],
    ['a token', 'ya29.canary0AfB_byC-1234567890abcdefghij'],
    ['a refresh token', '1//0canary-1234567890abcdefghij'],
    ['a key for an API', 'AIzaSyCanary1234567890abcdefghijklmnopqr'],
    ['a URL', 'https://user:canary@host/key.json?sig=canary'],
  ])('%s', async (_, value) => {
    expect(await refusalOf({ GOOGLE_APPLICATION_CREDENTIALS: value })).toContain(
      'GOOGLE_APPLICATION_CREDENTIALS holds something else than the path of a file',
    )
  })

  test.each(['/etc/keys/key.json', 'key.json', './key', '~/key', 'C:\\keys\\key.json', 'key'])(
    'the path %s may be shown',
    async (path) => {
      const said = await refusalOf({ GOOGLE_APPLICATION_CREDENTIALS: path })
      expect(said).toContain(`The key file ${path} cannot be read: there is no such file`)
    },
  )
})

test.each([
  [
    'an OAuth client',
    '{"installed":{"client_secret":"canary"}}',
    'describes an OAuth client, and no account',
  ],
  [
    'an unknown kind',
    '{"type":"azure","client_secret":"canary"}',
    "has the type 'azure'; known are authorized_user",
  ],
  [
    'an account of another kind of cloud',
    '{"type":"gdch_service_account","private_key":"canary"}',
    "has the type 'gdch_service_account', of an account of Google Distributed Cloud, which is not supported",
  ],
  [
    'a field missing',
    '{"type":"service_account","private_key":"canary"}',
    'The incoming JSON object does not contain a client_email field',
  ],
  ['a kind that is none', '{"type":{"canary":1}}', 'has the type something else'],
  ['a list', '["canary"]', 'is not valid JSON'],
  ['nothing', '', 'is not valid JSON'],
])('a key file with %s is refused with what it may be', async (_, content, expected) => {
  const file = join(folder, 'key.json')
  await writeFile(file, content)
  expect(await refusalOf({ GOOGLE_APPLICATION_CREDENTIALS: file })).toContain(expected)
})

test.each([
  ['a number', 12345678901],
  ['an object', { canary: 1 }],
  ['a list', ['canary']],
])('a key that is %s is shown nowhere', async (_, private_key) => {
  const file = join(folder, 'key.json')
  await writeFile(file, JSON.stringify({ ...JSON.parse(KEY), private_key }))
  const said = await refusalOf({ GOOGLE_APPLICATION_CREDENTIALS: file })
  expect(said).not.toMatch(/12345|instance of/)
})

test('a folder in place of a key file, as a mount of a secret that is missing makes it', async () => {
  const file = join(folder, 'key.json')
  await mkdir(file)
  expect(await refusalOf({ GOOGLE_APPLICATION_CREDENTIALS: file })).toContain('it is no file')
})

describe('what an identity provider answers', () => {
  test.each([
    ['no token', '{}'],
    ['a page', '<html>log in</html>'],
    ['null', 'null'],
    ['null for a token', '{"access_token":null,"expires_in":3600}'],
    ['an empty one', '{"access_token":"","expires_in":3600}'],
    ['an object', '{"access_token":{"canary":1}}'],
    ['a list', '{"access_token":["canary"]}'],
    ['a number', '{"access_token":12345}'],
    ['one with a line break', '{"access_token":"canary\\ntoken-secret"}'],
    ['one that no header can hold', '{"access_token":"canary\u0394token"}'],
    ['half of one', '{"access_token":"canary-token-of-some-length'],
  ])('%s is sent to nobody', async (_, body) => {
    const tokens = await startTokens()
    tokens.instead = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body)
      return true
    }
    const file = join(folder, 'key.json')
    await writeKey(file, tokens.url)
    const gave = 'No access token for Google Cloud Storage: The token endpoint gave no token'
    expect(await refusalOf({ GOOGLE_APPLICATION_CREDENTIALS: file })).toContain(gave)
    const machine = { METADATA_SERVER_DETECTION: 'assume-present', GCE_METADATA_HOST: tokens.url }
    tokens.instead = ({ path }, response) => {
      if (path.includes('/universe/')) return false
      response.writeHead(200, { 'metadata-flavor': 'Google' }).end(body)
      return true
    }
    expect(await refusalOf(machine)).toContain(gave)
  })

  test.each(['null', '"no"', 'no', '[]'])('with the refusal %s is one', async (body) => {
    const tokens = await startTokens()
    tokens.instead = (_request, response) => {
      response.writeHead(400, { 'content-type': 'application/json' }).end(body)
      return true
    }
    const file = join(folder, 'key.json')
    await writeKey(file, tokens.url)
    expect(await refusalOf({ GOOGLE_APPLICATION_CREDENTIALS: file })).toMatch(
      /^No access token for Google Cloud Storage: Error code HTTP 400/,
    )
  })

  test('is shown without what it gave before', async () => {
    const tokens = await startTokens()
    tokens.instead = ({ path }, response) => {
      response.writeHead(path === '/token' ? 200 : 403, { 'content-type': 'application/json' })
      const given = {
        access_token: 'some-token',
        refresh_token: 'canary-and-a-long-one',
        token_type: 'Bearer',
      }
      const refusal = { error: { code: 403, message: 'not you, canary-and-a-long-one' } }
      response.end(JSON.stringify(path === '/token' ? given : refusal))
      return true
    }
    const file = join(folder, 'key.json')
    await writeKey(file, tokens.url, {
      service_account_impersonation_url: `${tokens.url}/serviceAccounts/a@p.test:generateAccessToken`,
    })
    expect(await refusalOf({ GOOGLE_APPLICATION_CREDENTIALS: file })).toContain('not you, REDACTED')
  })

  test('is shown without what it was sent, though it repeats that', async () => {
    const tokens = await startTokens()
    tokens.instead = ({ body }, response) => {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: 'invalid_grant', error_description: `what is ${body}?` }))
      return true
    }
    const file = join(folder, 'key.json')
    await writeKey(file, tokens.url, { client_id: 'me', client_secret: 'canary-client-secret' })
    expect(await refusalOf({ GOOGLE_APPLICATION_CREDENTIALS: file })).toContain('invalid_grant')
    expect(tokens.asked[0]?.body).toContain('canary-subject-token')
  })
})

describe('credentials of another universe', () => {
  const elsewhere = { universe_domain: 'example-cloud.com' }

  async function key(more: object): Promise<{ url: string; file: string }> {
    const { url } = await startTokens()
    const file = join(folder, 'key.json')
    await writeKey(file, url, more)
    return { url, file }
  }

  test('go to no store of this one', async () => {
    const { file } = await key(elsewhere)
    const said = await refusalOf({ GOOGLE_APPLICATION_CREDENTIALS: file })
    expect(said).toContain("are of 'example-cloud.com', and requests go to the universe 'googleapis.com'")
    expect(said).toContain('Set GOOGLE_CLOUD_UNIVERSE_DOMAIN')
  })

  test('neither do those of a metadata server', async () => {
    const tokens = await startTokens()
    tokens.instead = ({ path }, response) => {
      if (!path.includes('/universe/')) return false
      response.writeHead(200, { 'metadata-flavor': 'Google' }).end('example-cloud.com')
      return true
    }
    vi.stubEnv('GCE_METADATA_HOST', tokens.url)
    vi.stubEnv('METADATA_SERVER_DETECTION', 'assume-present')
    expect(await refusalOf({})).toContain("are of 'example-cloud.com'")
  })

  test("nor those of this one to another's", async () => {
    const { file } = await key({})
    const variables = {
      GOOGLE_APPLICATION_CREDENTIALS: file,
      GOOGLE_CLOUD_UNIVERSE_DOMAIN: 'example-cloud.com',
    }
    expect(await refusalOf(variables)).toContain("are of 'googleapis.com'")
  })

  test("nor those of a caller's storage", async () => {
    const { file } = await key(elsewhere)
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file)
    const of = { apiEndpoint: server.origin, useAuthWithCustomEndpoint: true, projectId: 'none' }
    const environment = { STORAGE_EMULATOR_HOST: '' }
    expect(await refusalOf({}, { storage: new Storage(of), environment })).toContain(
      "are of 'example-cloud.com'",
    )
    const storage = new Storage({ ...of, universeDomain: 'example-cloud.com' })
    expect(await textOf(await testRepository(server, { storage, environment }).open('a.txt'))).toBe('a')
  })

  test('go to the store of theirs', async () => {
    const { file } = await key(elsewhere)
    const { environment } = atGoogle(server)
    const there = { GOOGLE_APPLICATION_CREDENTIALS: file, GOOGLE_CLOUD_UNIVERSE_DOMAIN: 'example-cloud.com' }
    const repository = testRepository(server, { environment: { ...environment, ...there } })
    expect(await textOf(await repository.open('a.txt'))).toBe('a')
    const without = { STORAGE_EMULATOR_HOST: '', GOOGLE_CLOUD_UNIVERSE_DOMAIN: 'example-cloud.com' }
    expect(testRepository(server, { environment: without }).concurrencyKey).toBe(
      'https://storage.example-cloud.com',
    )
    for (const domain of ['user:canary@host', 'host/path', 'localhost']) {
      const broken = { STORAGE_EMULATOR_HOST: '', GOOGLE_CLOUD_UNIVERSE_DOMAIN: domain }
      expect(() => testRepository(server, { environment: broken })).toThrow(
        /^GOOGLE_CLOUD_UNIVERSE_DOMAIN is no domain$/,
      )
    }
  })
})

test('GOOGLE_CLOUD_QUOTA_PROJECT is who pays', async () => {
  const { url } = await startTokens()
  const file = join(folder, 'key.json')
  await writeKey(file, url)
  const { environment } = atGoogle(server)
  const variables = { GOOGLE_APPLICATION_CREDENTIALS: file, GOOGLE_CLOUD_QUOTA_PROJECT: 'payer' }
  await testRepository(server, { environment: { ...environment, ...variables } }).open('a.txt')
  expect(server.requests.map(({ headers }) => headers['x-goog-user-project'])).toEqual(['payer'])
})
