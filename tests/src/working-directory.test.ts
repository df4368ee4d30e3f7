import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer, type Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { bytesFile, type FaultServer, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { restoreOldStore } from './old-stores/restore-old-store.ts'
import { type Certificates, makeCertificates } from './servers/certificates.ts'
import { cleanEnvironment } from './servers/clean-environment.ts'
import { writeFiles } from './write-files.ts'

const LIBRARY = JSON.stringify(import.meta.resolve('mlflow-artifacts'))

let folder: string
let here: string
let certificates: Certificates

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'working-directory-')))
  here = join(folder, 'here')
  certificates = await makeCertificates(join(here, 'certificates'))
  await mkdir(join(folder, 'there'))
  await mkdir(join(here, 'tmp'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What a call gives that is made in `here`, while the process goes on to `there`, where none of the files are. */
async function callAndLeave(call: string, variables: Readonly<Record<string, string>>): Promise<unknown> {
  const script = `
    const calling = (${call})(await import(${LIBRARY}))
    process.chdir('../there')
    console.log(JSON.stringify(await calling))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: here,
    env: cleanEnvironment(join(folder, 'home'), { AWS_MAX_ATTEMPTS: '1', ...variables }),
  })
  return JSON.parse(stdout)
}

async function started(server: Server | ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

describe('a relative path means the directory in which the call was made', () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    [
      'MLFLOW_TRACKING_CLIENT_CERT_PATH',
      { MLFLOW_TRACKING_CLIENT_CERT_PATH: 'certificates/client.pem' },
      { client: 'client' },
    ],
    ['NETRC', { NETRC: './own.netrc' }, { authorization: basic('netrc:canary') }],
    ['HOME', { HOME: '.', USERPROFILE: '.' }, { authorization: basic('file:canary') }],
    ['MLFLOW_ARTIFACTS_HEADERS_FILE', { MLFLOW_ARTIFACTS_HEADERS_FILE: 'own.headers' }, { team: 'blue' }],
    ['MLFLOW_TRACKING_SERVER_CERT_PATH', {}, {}],
    [
      'REQUESTS_CA_BUNDLE',
      { MLFLOW_TRACKING_SERVER_CERT_PATH: '', REQUESTS_CA_BUNDLE: 'certificates/ca.pem' },
      {},
    ],
    ['CURL_CA_BUNDLE', { MLFLOW_TRACKING_SERVER_CERT_PATH: '', CURL_CA_BUNDLE: 'certificates/ca.pem' }, {}],
  ])('in %s', async (_name, variables, expected) => {
    await writeFiles(here, {
      'own.netrc': 'machine 127.0.0.1 login netrc password canary\n',
      'own.headers': 'x-team: blue\n',
      '.mlflow/credentials': '[mlflow]\nmlflow_tracking_username = file\nmlflow_tracking_password = canary\n',
    })
    const tls = {
      ...certificates.server,
      ca: certificates.authority,
      requestCert: true,
      rejectUnauthorized: false,
    }
    const host = await started(
      createTlsServer(tls, ({ headers, socket }, response) => {
        const client = socket instanceof TLSSocket ? socket.getPeerCertificate().subject?.CN : undefined
        response.end(
          JSON.stringify({ client, authorization: headers.authorization, team: headers['x-team'] }),
        )
      }),
    )
    const seen = await callAndLeave(`({ loadDict }) => loadDict('https://${host}/seen.json')`, {
      MLFLOW_TRACKING_URI: `https://${host}`,
      MLFLOW_TRACKING_SERVER_CERT_PATH: 'certificates/ca.pem',
      ...variables,
    })
    expect(seen).toEqual(expected)
  })

  test.each([
    ['file', './mlruns'],
    ['file', 'mlruns'],
    ['file', 'file:mlruns'],
    ['sqlite', 'sqlite:///mlflow.db'],
  ] as const)('in MLFLOW_TRACKING_URI of a %s store, %s', async (kind, uri) => {
    const { runId } = await restoreOldStore('2.22.4', kind, here)
    const listing = `({ listArtifacts }) => listArtifacts({ runId: '${runId}' })`
    expect(await callAndLeave(listing, { MLFLOW_TRACKING_URI: uri })).not.toEqual([])
    const option = `({ listArtifacts }) => listArtifacts({ runId: '${runId}' }, { trackingUri: '${uri}' })`
    expect(await callAndLeave(option, {})).not.toEqual([])
  })

  test('in TMPDIR', async () => {
    const store: RequestListener = (_request, response) => void response.end('x')
    const host = await started(createServer(store))
    const variables = { TMPDIR: 'tmp', MLFLOW_TRACKING_URI: 'http://127.0.0.1:9' }
    const call = `({ downloadArtifacts }) => downloadArtifacts('http://${host}/x.txt')`
    const path = String(await callAndLeave(call, variables))
    expect(path.startsWith(join(here, 'tmp'))).toBe(true)
    expect(await readFile(path, 'utf8')).toBe('x')
  })
})

describe('so it does for a store', () => {
  let server: FaultServer
  beforeAll(async () => {
    server = await startFaultServer({
      files: [['run/notes.txt', bytesFile('a note')]],
      tls: certificates.server,
    })
    await writeFiles(here, {
      'aws/credentials': '[default]\naws_access_key_id = FILE\naws_secret_access_key = secret\n',
      'aws/config': '[default]\nregion = eu-north-1\nca_bundle = certificates/ca.pem\n',
    })
    await cp(join(here, 'certificates/ca.pem'), join(here, 'aws/ca.pem'))
  })
  afterAll(() => server.close())

  test.each<[string, Record<string, string>]>([
    ['AWS_CA_BUNDLE', { AWS_CA_BUNDLE: 'aws/ca.pem' }],
    ['a profile', { AWS_CONFIG_FILE: 'aws/config' }],
  ])('of S3, by %s', async (_name, variables) => {
    const loaded = await callAndLeave(`({ loadText }) => loadText('s3://bucket/run/notes.txt')`, {
      MLFLOW_TRACKING_URI: 'http://127.0.0.1:9',
      MLFLOW_S3_ENDPOINT_URL: `${server.origin}/s3`,
      AWS_SHARED_CREDENTIALS_FILE: './aws/credentials',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_REGION: 'eu-north-1',
      ...variables,
    })
    expect(loaded).toBe('a note')
    expect(server.requests.at(-1)?.headers.authorization).toContain('Credential=FILE/')
  })

  test.each(['key.json', './google/key.json', 'google/key'])(
    'of Google, by the key file %s',
    async (path) => {
      const host = await started(
        createServer((_request, response) => {
          response.writeHead(200, { 'content-type': 'application/json' })
          response.end(JSON.stringify({ access_token: 'canary', expires_in: 3600, token_type: 'Bearer' }))
        }),
      )
      const key = {
        type: 'external_account',
        audience: 'audience',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        token_url: `http://${host}/token`,
        credential_source: { file: join(here, 'subject') },
      }
      await writeFiles(here, { subject: 'subject', [path]: JSON.stringify(key) })
      const loaded = await callAndLeave(`({ loadText }) => loadText('gs://bucket/run/notes.txt')`, {
        MLFLOW_TRACKING_URI: 'http://127.0.0.1:9',
        API_ENDPOINT_OVERRIDE: server.origin,
        REQUESTS_CA_BUNDLE: 'certificates/ca.pem',
        GOOGLE_APPLICATION_CREDENTIALS: path,
      })
      expect(loaded).toBe('a note')
      expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer canary')
    },
  )
})

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`
}
