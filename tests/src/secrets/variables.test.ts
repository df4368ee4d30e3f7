import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { type ArtifactBackend, createArtifacts } from 'mlflow-artifacts'
import { expect, onTestFinished, test } from 'vitest'

const BIN: string = fileURLToPath(new URL('../../../packages/cli/dist/bin.js', import.meta.url))
const PEM: string = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
const KEY = JSON.stringify({ type: 'service_account', private_key_id: 'c4n4ry'.repeat(4), private_key: PEM })
const PIECES: readonly string[] = PEM.split('\n').filter((line) => !line.startsWith('-----') && line !== '')

/** What the command prints of a failure, in full. */
async function printed(parameters: readonly string[], variables: Record<string, string>): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'variables-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    USERPROFILE: home,
    METADATA_SERVER_DETECTION: 'none',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: 'us-east-1',
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0',
    ...variables,
  }
  return await new Promise((resolve) => {
    execFile(process.execPath, [BIN, ...parameters], { cwd: home, env }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    )
  })
}

function expectNoKey(text: string): void {
  expect(text).toMatch(/error/i)
  expect(text).not.toContain('c4n4ry')
  for (const piece of PIECES) expect(text).not.toContain(piece.slice(0, 16))
}

test.each<[string, string, Record<string, string>]>([
  ['GOOGLE_APPLICATION_CREDENTIALS', 'gs://bucket/a', { GOOGLE_APPLICATION_CREDENTIALS: KEY }],
  [
    'GOOGLE_APPLICATION_CREDENTIALS, indented',
    'gs://bucket/a',
    { GOOGLE_APPLICATION_CREDENTIALS: `${PEM}\n` },
  ],
  ['AWS_CA_BUNDLE', 's3://bucket/a', { AWS_CA_BUNDLE: PEM }],
  [
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    's3://bucket/a',
    { AWS_WEB_IDENTITY_TOKEN_FILE: PEM, AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/r' },
  ],
  ['MLFLOW_TRACKING_SERVER_CERT_PATH', 'https://127.0.0.1:1/a', { MLFLOW_TRACKING_SERVER_CERT_PATH: PEM }],
  [
    'MLFLOW_TRACKING_CLIENT_CERT_PATH',
    'runs:/0123456789abcdef0123456789abcdef/a',
    { MLFLOW_TRACKING_CLIENT_CERT_PATH: PEM, MLFLOW_TRACKING_URI: 'https://127.0.0.1:1' },
  ],
  [
    'MLFLOW_TRACKING_TOKEN',
    'https://127.0.0.1:1/a',
    { MLFLOW_TRACKING_TOKEN: PEM, MLFLOW_TRACKING_URI: 'http://127.0.0.1:1' },
  ],
])('%s that holds a key itself does not show it', async (_name, source, variables) => {
  for (const more of [[], ['--verbose']]) expectNoKey(await printed(['cat', source, ...more], variables))
})

test('what a backend quotes of the variables does not reach the caller, however it is nested', async () => {
  const environment = {
    MLFLOW_TRACKING_URI: 'sqlite:///none.db',
    OWN_SECRET_KEY: 'c4n4ry-0123456789',
    OWN_TOKEN: KEY,
  }
  const quoted = [
    environment.OWN_SECRET_KEY,
    KEY,
    encodeURIComponent(KEY),
    JSON.stringify(JSON.stringify(KEY)),
  ]
  const failure = (): never => {
    const causes = quoted.reduce<Error | undefined>(
      (cause, text) => new Error(`not ${text}`, { cause }),
      undefined,
    )
    throw new Error(`cannot read with ${KEY}`, { cause: causes })
  }
  const backend: ArtifactBackend = {
    specificationVersion: 'v1',
    name: 'own',
    schemes: ['own'],
    repository: (uri) => ({
      specificationVersion: 'v1',
      uri,
      list: () => ({ [Symbol.asyncIterator]: () => ({ next: async () => failure() }) }),
      open: async () => failure(),
      stat: async () => failure(),
    }),
  }
  const artifacts = createArtifacts({ backends: [backend], environment })
  const calls = [
    () => artifacts.listArtifacts('own://a/b'),
    () => artifacts.openArtifact('own://a/b'),
    () => artifacts.statArtifact('own://a/b'),
    () => artifacts.downloadArtifacts('own://a/b'),
    () => artifacts.loadText('own://a/b'),
    async () => {
      for await (const _entry of artifacts.walkArtifacts('own://a/b'));
    },
  ]
  for (const call of calls) {
    const error: unknown = await call().catch((thrown: unknown) => thrown)
    expectNoKey(inspect(error, { depth: 20 }))
  }
})

test.each([
  ['an artifact that is missing', (name: string) => ({ runId: '0'.repeat(32), artifactPath: name })],
  ['a URI', (name: string) => `own://host/${name}`],
])(
  'what turns the direction of text, or steers a terminal, is escaped in words about %s',
  async (_what, source) => {
    const artifacts = createArtifacts({ environment: { MLFLOW_TRACKING_URI: 'sqlite:///none.db' } })
    const name = '\u202egpj.exe\x1b[2J\u2066'
    const error: unknown = await artifacts.statArtifact(source(name)).catch((thrown: unknown) => thrown)
    const text = inspect(error)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(error instanceof Error ? error.message + error.stack : '').not.toMatch(/[\u202e\x1b\u2066]/)
    expect(text).toMatch(/error/i)
  },
)
