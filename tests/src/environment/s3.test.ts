import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesFile, type FaultServer, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { loadText } from 'mlflow-artifacts'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { attempt } from '../answer.ts'
import { type Certificates, makeCertificates } from '../servers/certificates.ts'
import { cleanEnvironment } from '../servers/clean-environment.ts'
import { writeFiles } from '../write-files.ts'

let home: string
let certificates: Certificates
let server: FaultServer

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'environment-'))
  certificates = await makeCertificates(home)
  server = await startFaultServer({
    files: [['run/notes.txt', bytesFile('a note')]],
    tls: certificates.server,
  })
  await writeFiles(home, {
    'aws/credentials': '[team]\naws_access_key_id = TEAM\naws_secret_access_key = secret\n',
    'aws/config': '[profile team]\nregion = eu-north-1\n',
  })
})
afterAll(async () => {
  await server.close()
  await rm(home, { recursive: true })
})

const KEY = { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'secret', AWS_DEFAULT_REGION: 'us-east-1' }

async function load(variables: Readonly<Record<string, string>>): Promise<unknown> {
  const environment = cleanEnvironment(home, {
    MLFLOW_TRACKING_URI: `sqlite:///${home}/none.db`,
    MLFLOW_S3_ENDPOINT_URL: `${server.origin}/s3`,
    AWS_MAX_ATTEMPTS: '1',
    ...variables,
  })
  return await attempt(() => loadText('s3://bucket/run/notes.txt', { environment }))
}

test.each([
  ['MLFLOW_S3_IGNORE_TLS', () => ({ MLFLOW_S3_IGNORE_TLS: 'True' })],
  ['AWS_CA_BUNDLE', () => ({ AWS_CA_BUNDLE: certificates.authorityPath })],
  ['REQUESTS_CA_BUNDLE', () => ({ REQUESTS_CA_BUNDLE: certificates.authorityPath })],
])('%s decides whether the certificate of S3 is trusted', async (_, variables) => {
  expect(await load({ ...KEY, ...variables() })).toEqual({ value: 'a note' })
  expect(await load(KEY)).toMatchObject({ message: expect.stringContaining('certificate') })
})

test.each<Record<string, string>>([
  { AWS_PROFILE: 'team' },
  { AWS_PROFILE: 'other', AWS_DEFAULT_PROFILE: 'team' },
])(
  '%j names the key and the region in the files of the SDK, which reads them from the process',
  async (profile) => {
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, 'aws', 'credentials'))
    vi.stubEnv('AWS_CONFIG_FILE', join(home, 'aws', 'config'))
    onTestFinished(() => void vi.unstubAllEnvs())
    expect(await load({ ...profile, MLFLOW_S3_IGNORE_TLS: '1' })).toEqual({ value: 'a note' })
    const { headers } = server.requests.at(-1) ?? {}
    expect(headers?.authorization).toMatch(/Credential=TEAM\/\d+\/eu-north-1\/s3\//)
  },
)
