import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { Storage } from '@google-cloud/storage'
import type { FaultServer } from '@mlflow-artifacts/testing/fault-server'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { textOf } from '../../test/collect.ts'
import { atGoogle, startGcs, testRepository } from '../../test/start-gcs.ts'
import { startTokens, type TokenServer, temporaryFolder, writeKey } from '../../test/start-tokens.ts'
import { stubNoAccount } from '../../test/stub-no-account.ts'

const TYPE = 'urn:ietf:params:oauth:token-type:id_token'
const GOOD = { version: 1, success: true, token_type: TYPE, id_token: 'canary-id-token' }
const later = (): number => Math.round(Date.now() / 1000) + 3600

let folder: string
let file: string
let helper: string
let server: FaultServer
let tokens: TokenServer

beforeEach(async () => {
  folder = await temporaryFolder()
  stubNoAccount(folder)
  file = join(folder, 'key.json')
  helper = join(folder, 'helper.mjs')
  server = await startGcs({ 'run/a.txt': 'a' })
  tokens = await startTokens()
})
afterEach(() => vi.unstubAllEnvs())

/** A key file whose helper is a program of a test's own. */
async function writeHelper(program: string, more: object = {}, ofKey: object = {}): Promise<void> {
  await writeFile(helper, program)
  const executable = { command: `"${process.execPath}" ${helper} parameter`, ...more }
  await writeKey(file, tokens.url, { credential_source: { executable }, ...ofKey })
}

const print = (answer: unknown): string => `process.stdout.write(${JSON.stringify(JSON.stringify(answer))})`

function repository(allowed = '1') {
  const environment = {
    ...atGoogle(server).environment,
    GOOGLE_APPLICATION_CREDENTIALS: file,
    GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES: allowed,
  }
  return testRepository(server, { environment })
}

async function refusal(allowed?: string): Promise<string> {
  const error: unknown = await repository(allowed)
    .open('a.txt')
    .catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'UNAUTHENTICATED', retryable: false })
  expect(tokens.asked).toEqual([])
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
  return error instanceof Error ? error.message : ''
}

test('a credential helper gives what vouches for a workload, and gets what it is for', async () => {
  const said = join(folder, 'said.json')
  const output_file = join(folder, 'answer.json')
  const service_account_impersonation_url = `${tokens.url}/serviceAccounts/reader@p.test:generateAccessToken`
  tokens.instead = ({ path }, response) => {
    if (!path.endsWith(':generateAccessToken')) return false
    const expireTime = new Date(later() * 1000).toISOString()
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ accessToken: 'canary-token', expireTime }))
    return true
  }
  const program = `
    import { writeFileSync } from 'node:fs'
    const said = Object.entries(process.env).filter(([name]) => /^GOOGLE_EXTERNAL_ACCOUNT_(?!ALLOW)/.test(name))
    writeFileSync(${JSON.stringify(said)}, JSON.stringify([process.argv[2], Object.fromEntries(said)]))
    console.error('a warning')
    ${print({ ...GOOD, expiration_time: later() })}`
  await writeHelper(program, { output_file }, { service_account_impersonation_url })
  expect(await textOf(await repository().open('a.txt'))).toBe('a')
  expect(new URLSearchParams(tokens.asked[0]?.body).get('subject_token')).toBe('canary-id-token')
  expect(JSON.parse(await readFile(said, 'utf8'))).toEqual([
    'parameter',
    {
      GOOGLE_EXTERNAL_ACCOUNT_AUDIENCE: 'audience',
      GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE: 'urn:ietf:params:oauth:token-type:jwt',
      GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE: '0',
      GOOGLE_EXTERNAL_ACCOUNT_IMPERSONATED_EMAIL: 'reader@p.test',
      GOOGLE_EXTERNAL_ACCOUNT_OUTPUT_FILE: output_file,
    },
  ])
})

describe('a helper that gives nothing is named, without what it wrote', () => {
  test.each([
    ['is killed', "console.log('canary'); process.kill(process.pid, 'SIGKILL')", 'was ended by SIGKILL'],
    ['fails', "console.log('canary'); process.exit(3)", 'failed with exit code 3'],
    ['writes no JSON', "console.log('canary')", 'answered something else than a JSON object'],
    ['writes null', print(null), 'answered something else than a JSON object'],
    ['writes too much', "process.stdout.write('canary'.repeat(200_000))", 'wrote more than 1048576 bytes'],
    ['refuses', print({ version: 1, success: false, code: '401', message: 'canary' }), 'with the code 401'],
    ['speaks otherwise', print({ ...GOOD, version: 2 }), 'answered in another version than 1'],
    ['gives another token', print({ ...GOOD, token_type: 'canary' }), 'answered with another token_type'],
    ['gives an empty token', print({ ...GOOD, id_token: '' }), "answered without the field 'id_token'"],
    ['gives an old token', print({ ...GOOD, expiration_time: 1 }), 'gave a token that has expired'],
  ])('as it %s', async (_how, program, expected) => {
    await writeHelper(program)
    const said = await refusal()
    expect(said).toContain(
      `No access token for Google Cloud Storage: The credential helper ${process.execPath}`,
    )
    expect(said).toContain(expected)
  })

  test('as it is not there', async () => {
    await writeHelper('', { command: join(folder, 'missing') })
    expect(await refusal()).toContain('missing cannot be started: there is no such file')
  })

  test('as no file can have its name', async () => {
    await writeHelper('', { command: `${helper}\0` })
    expect(await refusal()).toContain('cannot be started: ERR_INVALID_ARG_VALUE')
  })

  test('as it is no program', async () => {
    await writeHelper('', { command: helper })
    await chmod(helper, 0o600)
    expect(await refusal()).toContain('cannot be started: EACCES')
  })

  test('as it is not allowed', async () => {
    await writeHelper(print(GOOD))
    expect(await refusal('0')).toContain('set GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES to 1')
  })
})

test("what the helper of a caller's own storage wrote is not repeated, either", async () => {
  vi.stubEnv('GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES', '1')
  // The library would have all key files passed in another way.
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  onTestFinished(() => warn.mockRestore())
  const own = {
    apiEndpoint: server.origin,
    useAuthWithCustomEndpoint: true,
    keyFilename: file,
    projectId: 'none',
  }
  const output_file = join(folder, 'answer.json')
  for (const [program, content] of [
    ["console.log('canary')", ''],
    ["console.log('canary'); process.exit(3)", ''],
    [print(GOOD), 'canary'],
  ] as const) {
    await writeFile(output_file, content)
    await writeHelper(program, { output_file })
    const options = { storage: new Storage(own), environment: { STORAGE_EMULATOR_HOST: '' } }
    const error: unknown = await testRepository(server, options)
      .open('a.txt')
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringContaining('The ') })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
  }
})

describe('what a helper wrote into its file', () => {
  const fail = 'process.exit(3)'

  test('is used until it expires', async () => {
    const output_file = join(folder, 'answer.json')
    await writeFile(output_file, JSON.stringify({ ...GOOD, expiration_time: later() }))
    await writeHelper(fail, { output_file })
    await repository().open('a.txt')
    expect(tokens.asked[0]?.body).toContain('canary-id-token')
  })

  test.each([
    ['has expired', JSON.stringify({ ...GOOD, expiration_time: 1 }), 'failed with exit code 3'],
    ['is nothing', '', 'failed with exit code 3'],
    ['is no JSON', '{"id_token":"canary', 'answered something else than a JSON object'],
  ])('is none where it %s', async (_what, content, expected) => {
    const output_file = join(folder, 'answer.json')
    await writeFile(output_file, content)
    await writeHelper(fail, { output_file })
    expect(await refusal()).toContain(expected)
  })
})

test('a helper ends with the call, with what it has started', async () => {
  const pids = join(folder, 'pids')
  await writeHelper(`
    import { spawn } from 'node:child_process'
    import { writeFileSync } from 'node:fs'
    const { pid } = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'inherit' })
    writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + pid + ' ')`)
  const controller = new AbortController()
  const reason = new Error('enough')
  const opened = repository().open('a.txt', { signal: controller.signal })
  const started = async (): Promise<number[]> =>
    (await readFile(pids, 'utf8').catch(() => '')).split(' ').slice(0, -1).map(Number)
  await vi.waitUntil(async () => (await started()).length === 2, { timeout: 10_000 })
  controller.abort(reason)
  await expect(opened).rejects.toBe(reason)
  for (const pid of await started()) await vi.waitUntil(() => !isAlive(pid), { timeout: 10_000 })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
