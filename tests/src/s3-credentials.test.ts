import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  bytesFile,
  type FaultServer,
  s3Refusal,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { createArtifacts, loadText } from 'mlflow-artifacts'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { AGENT_TOKEN, WEB_TOKEN } from './servers/aws/services.ts'
import { type AwsServices, startAwsServices } from './servers/aws/start-aws-services.ts'
import { type Certificates, makeCertificates } from './servers/certificates.ts'
import { cleanEnvironment } from './servers/clean-environment.ts'
import { startForwardProxy } from './servers/start-forward-proxy.ts'
import { writeFiles } from './write-files.ts'

const ROLE = 'arn:aws:iam::123456789012:role/reader'
const URI = 's3://bucket/run/notes.txt'

let home: string
let store: FaultServer
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'credentials-'))
  store = await startFaultServer({ files: [['run/notes.txt', bytesFile('a note')]] })
  await writeFile(join(home, 'token'), WEB_TOKEN)
})
afterEach(async () => {
  await store.close()
  await rm(home, { recursive: true })
})

const environment = (variables: Record<string, string>): Record<string, string | undefined> =>
  cleanEnvironment(home, {
    MLFLOW_TRACKING_URI: `sqlite:///${home}/none.db`,
    MLFLOW_S3_ENDPOINT_URL: `${store.origin}/s3`,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    ...variables,
  })
const webIdentity = (origin: string, more: Record<string, string> = {}): Record<string, string | undefined> =>
  environment({
    AWS_ROLE_ARN: ROLE,
    AWS_WEB_IDENTITY_TOKEN_FILE: join(home, 'token'),
    AWS_ENDPOINT_URL_STS: origin,
    ...more,
  })
const signers = (): unknown[] =>
  store.requests.map(
    ({ headers }) => /Credential=(\w+)\/\d+\/([\w-]+)/.exec(headers.authorization ?? '')?.[1],
  )

async function services(tls?: Certificates): Promise<AwsServices> {
  const started = await startAwsServices(tls?.server)
  onTestFinished(() => started.close())
  return started
}

describe('who gives out credentials is asked by our settings', () => {
  test.each<[string, (certificates: Certificates) => Record<string, string>]>([
    ['AWS_CA_BUNDLE', ({ authorityPath }) => ({ AWS_CA_BUNDLE: authorityPath })],
    ['REQUESTS_CA_BUNDLE', ({ authorityPath }) => ({ REQUESTS_CA_BUNDLE: authorityPath })],
  ])('over TLS, with the authority of %s', async (_, trust) => {
    const certificates = await makeCertificates(home)
    const aws = await services(certificates)
    const trusted = webIdentity(aws.origin, trust(certificates))
    await expect(loadText(URI, { environment: webIdentity(aws.origin) })).rejects.toMatchObject({
      message: expect.stringMatching(/STS, asked for the role .* gave no credentials: .*certificate/s),
    })
    // What is done without a check for the store is not done for credentials.
    const careless = webIdentity(aws.origin, { MLFLOW_S3_IGNORE_TLS: 'true' })
    await expect(loadText(URI, { environment: careless })).rejects.toThrow(/certificate/)
    expect(await loadText(URI, { environment: trusted })).toBe('a note')
  })

  test('with the authority of the profile', async () => {
    const certificates = await makeCertificates(home)
    const aws = await services(certificates)
    await writeFiles(home, { '.aws/config': `[default]\nCA_Bundle = ${certificates.authorityPath}\n` })
    expect(await loadText(URI, { environment: webIdentity(aws.origin) })).toBe('a note')
  })

  test('through the proxy', async () => {
    const aws = await services()
    const proxy = await startForwardProxy()
    onTestFinished(() => proxy.close())
    const proxied = webIdentity(aws.origin, { HTTP_PROXY: proxy.uri })
    expect(await loadText(URI, { environment: proxied })).toBe('a note')
    expect(proxy.passages.map(({ target }) => target)).toContain(`${aws.origin}/`)
  })

  test.each([
    [{ AWS_DEFAULT_REGION: 'eu-west-1' }, 'eu-west-1'],
    [{ AWS_REGION: 'eu-west-2' }, 'eu-west-2'],
    [{}, 'us-east-1'],
  ])('for the region of %j', async (region, expected) => {
    const aws = await services()
    await writeFiles(home, {
      '.aws/config': `[profile reader]\nrole_arn = ${ROLE}\nsource_profile = base\n`,
      '.aws/credentials': '[base]\naws_access_key_id = BASE\naws_secret_access_key = secret\n',
    })
    const variables = { AWS_PROFILE: 'reader', AWS_ENDPOINT_URL_STS: aws.origin, ...region }
    expect(await loadText(URI, { environment: environment(variables) })).toBe('a note')
    const [asked] = aws.requests
    expect(asked?.headers.authorization).toMatch(new RegExp(`Credential=BASE/\\d+/${expected}/sts/`))
  })
})

describe('a failure of those is not one of the bucket', () => {
  test.each<[string, (aws: AwsServices) => Record<string, string | undefined>, RegExp, RegExp]>([
    [
      'STS refuses',
      (aws) => {
        aws.faults = { sts: [403] }
        return webIdentity(aws.origin)
      },
      /^.*STS, asked for the role .*reader, gave no credentials: .*AccessDenied/s,
      /AWS_ROLE_ARN/,
    ],
    [
      'the token is wrong',
      ({ origin }) => webIdentity(origin, { AWS_WEB_IDENTITY_TOKEN_FILE: import.meta.filename }),
      /InvalidIdentityToken/,
      /AWS_WEB_IDENTITY_TOKEN_FILE/,
    ],
    [
      'the file is missing',
      ({ origin }) => webIdentity(origin, { AWS_WEB_IDENTITY_TOKEN_FILE: '/nonexistent/token' }),
      /\/nonexistent\/token.*ENOENT/,
      /AWS_WEB_IDENTITY_TOKEN_FILE/,
    ],
    [
      'the agent of a container refuses',
      ({ origin }) =>
        environment({
          AWS_CONTAINER_CREDENTIALS_FULL_URI: `${origin}/credentials`,
          AWS_CONTAINER_AUTHORIZATION_TOKEN: `not-${AGENT_TOKEN}`,
        }),
      /container's agent/,
      /S3 itself was not asked/,
    ],
  ])('%s', async (_, variables, message, hint) => {
    const aws = await services()
    await expect(loadText(URI, { environment: variables(aws) })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    })
    expect(store.requests).toEqual([])
  })

  test('an outage of STS may pass', async () => {
    const aws = await services()
    aws.faults = { sts: Array.from({ length: 9 }, () => 500) }
    const call = loadText(URI, { environment: webIdentity(aws.origin) })
    await expect(call).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
    aws.faults = {}
    expect(await loadText(URI, { environment: webIdentity(aws.origin) })).toBe('a note')
  })
})

test.each(['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'ExpiredToken'])(
  'a key in a file that was replaced is found where the store refuses the old one (%s)',
  async (code) => {
    const write = (key: string): Promise<void> =>
      writeFiles(home, {
        '.aws/credentials': `[default]\naws_access_key_id = ${key}\naws_secret_access_key = secret\n`,
      })
    await write('OLD')
    const artifacts = createArtifacts({ environment: environment({}) })
    expect(await artifacts.loadText(URI)).toBe('a note')
    await write('NEW')
    store.faults = ({ headers }) =>
      headers.authorization?.includes('Credential=OLD/') ? s3Refusal(403, code) : undefined
    expect(await artifacts.loadText(URI)).toBe('a note')
    expect(new Set(signers())).toEqual(new Set(['OLD', 'NEW']))
  },
)

test('credentials that appear later are found', async () => {
  const artifacts = createArtifacts({ environment: environment({}) })
  await expect(artifacts.loadText(URI)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  await writeFiles(home, {
    '.aws/credentials': '[default]\naws_access_key_id = LATE\naws_secret_access_key = secret\n',
  })
  expect(await artifacts.loadText(URI)).toBe('a note')
})

test('a machine is asked for nothing where there is a key', async () => {
  const aws = await services()
  aws.faults = { imds: Array.from({ length: 9 }, () => 'silent') }
  const variables = environment({
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EC2_METADATA_DISABLED: '',
    AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.origin,
  })
  expect(await loadText(URI, { environment: variables })).toBe('a note')
  expect(aws.requests).toEqual([])
})
