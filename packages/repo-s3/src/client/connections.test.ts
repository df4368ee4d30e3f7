import { readFileSync } from 'node:fs'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { failureOf, pathsOf, textOf } from '../../test/collect.ts'
import { SECRET, startStore, type TestStore } from '../../test/start-store.ts'

const FIXTURES: string = fileURLToPath(new URL('../../../http-client/test/fixtures/', import.meta.url))
const pem = readFileSync(join(FIXTURES, 'server.pem'), 'utf8')

/** Reads in both ways: a listing by the SDK, and bytes by a request of our own. */
async function read(
  { repository }: TestStore,
  environment: Record<string, string | undefined>,
): Promise<unknown[]> {
  const reader = repository({ environment })
  return [await pathsOf(reader.list('')), await textOf(reader.open('a'))]
}

describe('over TLS', () => {
  test.each([
    { AWS_CA_BUNDLE: join(FIXTURES, 'ca.pem') },
    { REQUESTS_CA_BUNDLE: join(FIXTURES, 'ca.pem') },
    { AWS_CA_BUNDLE: join(FIXTURES, 'ca.pem'), REQUESTS_CA_BUNDLE: join(FIXTURES, 'self-signed.pem') },
    { MLFLOW_S3_IGNORE_TLS: 'true' },
  ])('a private authority is trusted by %j', async (environment) => {
    const store = await startStore({ 'root/a': 'content' }, { tls: { cert: pem, key: pem } })
    expect(await read(store, environment)).toEqual([['a'], 'content'])
  })

  test('authorities that are replaced count from the next request on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'authorities-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const AWS_CA_BUNDLE = join(folder, 'ca.pem')
    await cp(join(FIXTURES, 'self-signed.pem'), AWS_CA_BUNDLE)
    const store = await startStore({ 'root/a': 'content' }, { tls: { cert: pem, key: pem } })
    const reader = store.repository({ environment: { AWS_CA_BUNDLE } })
    await failureOf(pathsOf(reader.list('')))
    await failureOf(reader.open('a'))
    await cp(join(FIXTURES, 'ca.pem'), AWS_CA_BUNDLE)
    expect(await pathsOf(reader.list(''))).toEqual(['a'])
    expect(await textOf(reader.open('a'))).toBe('content')
  })

  test.each([{}, { MLFLOW_S3_IGNORE_TLS: 'false' }, { MLFLOW_TRACKING_INSECURE_TLS: 'true' }])(
    'and by nothing else: %j',
    async (environment) => {
      const { repository } = await startStore({ 'root/a': 'a' }, { tls: { cert: pem, key: pem } })
      for (const call of [
        () => pathsOf(repository({ environment }).list('')),
        () => repository({ environment }).open('a'),
      ]) {
        const error = await failureOf(call())
        expect(error).toMatchObject({ code: 'INTERNAL_ERROR', retryable: false })
        expect(error.hint).toMatch(/AWS_CA_BUNDLE.*MLFLOW_S3_IGNORE_TLS/)
      }
    },
  )
})

test('everything goes through the HTTP proxy, but for what NO_PROXY names', async () => {
  const store = await startStore({ 'root/a': 'content' })
  const { server } = store
  const elsewhere = { MLFLOW_S3_ENDPOINT_URL: 'http://store.invalid/s3', HTTP_PROXY: server.origin }
  expect(await read(store, elsewhere)).toEqual([['a'], 'content'])
  expect(server.requests.map(({ target }) => target.replace(/\?.*/, ''))).toEqual([
    'http://store.invalid/s3/bucket/',
    'http://store.invalid/s3/bucket/root/a',
  ])
  expect(await read(store, { HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '127.0.0.1' })).toEqual([
    ['a'],
    'content',
  ])
})

describe('the ways of the SDK to credentials', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aws-'))
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE', 'AWS_REGION'])
      vi.stubEnv(name, undefined)
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })
  const NONE = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_DEFAULT_REGION: undefined,
  }

  test('a profile, with its region', async () => {
    const key = `aws_access_key_id = OFPROFILE\naws_secret_access_key = ${SECRET}\n`
    await writeFile(join(folder, 'credentials'), `[work]\n${key}`)
    await writeFile(join(folder, 'config'), '[profile work]\nregion = eu-north-1\n')
    const store = await startStore({ 'root/a': 'content' })
    expect(await read(store, { ...NONE, AWS_PROFILE: 'work' })).toEqual([['a'], 'content'])
    for (const { headers } of store.server.requests) {
      expect(headers.authorization).toMatch(/Credential=OFPROFILE\/\d+\/eu-north-1\/s3\//)
    }
    // As in boto, and not in the SDK, an access key goes before a profile.
    expect(await read(store, { AWS_PROFILE: 'work' })).toEqual([['a'], 'content'])
    expect(store.server.requests.at(-1)?.headers.authorization).toContain('Credential=AKID/')
  })

  test('none, which is an error that says what to set', async () => {
    const { repository, server } = await startStore({ 'root/a': 'content' })
    for (const call of [
      () => pathsOf(repository({ environment: NONE }).list('')),
      () => repository({ environment: NONE }).open('a'),
    ]) {
      expect(await failureOf(call())).toMatchObject({
        code: 'UNAUTHENTICATED',
        hint: expect.stringMatching(
          /AWS_ACCESS_KEY_ID.*AWS_PROFILE.*MLFLOW_EXPERIMENTAL_S3_SIGNATURE_VERSION/,
        ),
      })
    }
    expect(server.requests).toEqual([])
  })
})
