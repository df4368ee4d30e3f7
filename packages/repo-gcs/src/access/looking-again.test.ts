import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Storage } from '@google-cloud/storage'
import { type FaultServer, refusal } from '@mlflow-artifacts/testing/fault-server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { textOf } from '../../test/collect.ts'
import { atGoogle, startGcs, type TestRepositoryOptions, testBackend } from '../../test/start-gcs.ts'
import { startTokens, type TokenServer, temporaryFolder, writeKey } from '../../test/start-tokens.ts'
import { stubNoAccount } from '../../test/stub-no-account.ts'

let folder: string

beforeEach(async () => {
  folder = await temporaryFolder()
  stubNoAccount(folder)
  vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** A store with the object `a.txt`, which takes this token only. */
async function startStore(good: string | (() => string)): Promise<FaultServer> {
  return await startGcs({ 'run/a.txt': 'a' }, ({ headers }) =>
    headers.authorization === `Bearer ${typeof good === 'string' ? good : good()}` ? undefined : refusal(401),
  )
}

/** A metadata server that hangs up for now. */
async function startMetadata(): Promise<TokenServer> {
  const metadata = await startTokens()
  metadata.instead = (_, response) => {
    response.destroy()
    return true
  }
  vi.stubEnv('GCE_METADATA_HOST', metadata.url)
  vi.stubEnv('METADATA_SERVER_DETECTION', 'ping-only')
  return metadata
}

const STORES: readonly [string, (server: FaultServer) => TestRepositoryOptions][] = [
  ['without a storage', atGoogle],
  [
    'with a storage that says nothing of who asks',
    ({ origin }) => ({
      storage: new Storage({ apiEndpoint: origin, useAuthWithCustomEndpoint: true, projectId: 'none' }),
      environment: { STORAGE_EMULATOR_HOST: '' },
    }),
  ],
]

describe.each(STORES)('%s', (_, options) => {
  test('a metadata server that was silent at the first call is asked at the next one', async () => {
    const metadata = await startMetadata()
    const server = await startStore('canary-token-1')
    const repository = testBackend(server, options(server))
    await expect(repository().open('a.txt')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    metadata.instead = () => false
    expect(await textOf(await repository().open('a.txt'))).toBe('a')
    // Who was found is kept.
    const before = metadata.asked.length
    expect(await textOf(await repository().open('a.txt'))).toBe('a')
    expect(metadata.asked).toHaveLength(before)
  })

  test('a metadata server that answers meanwhile is asked when nobody was refused', async () => {
    const metadata = await startMetadata()
    const server = await startStore('canary-token-1')
    const { faults } = server
    server.faults = (request) => {
      metadata.instead = () => false
      return faults?.(request)
    }
    expect(await textOf(await testBackend(server, options(server))().open('a.txt'))).toBe('a')
    expect(server.requests).toHaveLength(2)
  })

  test('a login that appears later is found', async () => {
    const { url } = await startTokens()
    const server = await startStore('canary-token-1')
    const repository = testBackend(server, options(server))
    await expect(repository().open('a.txt')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await writeKey(join(folder, 'application_default_credentials.json'), url)
    expect(await textOf(await repository().open('a.txt'))).toBe('a')
  })
})

test.each([
  ['is not there', undefined],
  ['is half written', '{"type": "external_acc'],
  ['is of another kind', '{"type": "?"}'],
])('a key file that %s is read again at the next call', async (_, content) => {
  const file = join(folder, 'key.json')
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file)
  if (content !== undefined) await writeFile(file, content)
  const { url } = await startTokens()
  const server = await startStore('canary-token-1')
  const repository = testBackend(server, atGoogle(server))
  await expect(repository().open('a.txt')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  await writeKey(file, url)
  expect(await textOf(await repository().open('a.txt'))).toBe('a')
})

describe('a key that was replaced', () => {
  let file: string
  let old: TokenServer
  let renewed: TokenServer
  const refuse: TokenServer['instead'] = (_, response) => {
    response.writeHead(400, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: 'invalid_grant', error_description: 'it was revoked' }))
    return true
  }

  beforeEach(async () => {
    file = join(folder, 'key.json')
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file)
    old = await startTokens()
    renewed = await startTokens()
    renewed.instead = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ access_token: 'canary-renewed', expires_in: 3600 }))
      return true
    }
    await writeKey(file, old.url)
  })

  test('after its refusal counts at the next call', async () => {
    old.instead = refuse
    const server = await startStore('canary-renewed')
    const repository = testBackend(server, atGoogle(server))
    await expect(repository().open('a.txt')).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining('it was revoked'),
    })
    await writeKey(file, renewed.url)
    expect(await textOf(await repository().open('a.txt'))).toBe('a')
  })

  test('while its client was used counts when the store refuses the token', async () => {
    let good = 'canary-token-1'
    const server = await startStore(() => good)
    const repository = testBackend(server, atGoogle(server))
    const first = repository()
    expect(await textOf(await first.open('a.txt'))).toBe('a')
    good = 'canary-renewed'
    old.instead = refuse
    await writeKey(file, renewed.url)
    const opened = await Promise.all(Array.from({ length: 5 }, () => first.open('a.txt')))
    for (const content of opened) expect(await textOf(content)).toBe('a')
    expect(renewed.asked).toHaveLength(1)
  })

  test('while its client was used counts when a refresh is refused', async () => {
    old.instead = (request, response) => {
      if (old.asked.length > 1) return refuse(request, response)
      response.writeHead(200, { 'content-type': 'application/json' })
      // It has expired when it comes.
      response.end(JSON.stringify({ access_token: 'canary-old', expires_in: 1 }))
      return true
    }
    let good = 'canary-old'
    const server = await startStore(() => good)
    const repository = testBackend(server, atGoogle(server))()
    expect(await textOf(await repository.open('a.txt'))).toBe('a')
    good = 'canary-renewed'
    await writeKey(file, renewed.url)
    expect(await textOf(await repository.open('a.txt'))).toBe('a')
  })

  test('by one of another account counts at the call after a refusal', async () => {
    const server = await startGcs({ 'run/a.txt': 'a' }, ({ headers }) =>
      headers.authorization === 'Bearer canary-renewed' ? undefined : refusal(403),
    )
    const repository = testBackend(server, atGoogle(server))
    await expect(repository().open('a.txt')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    await writeKey(file, renewed.url)
    expect(await textOf(await repository().open('a.txt'))).toBe('a')
  })
})

test("a caller's own client is asked for another token, and kept", async () => {
  const { url, asked } = await startTokens()
  const file = join(folder, 'own.json')
  await writeKey(file, url)
  let good = 'canary-token-1'
  const server = await startStore(() => good)
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const storage = new Storage({
    apiEndpoint: server.origin,
    useAuthWithCustomEndpoint: true,
    projectId: 'none',
    keyFilename: file,
  })
  const repository = testBackend(server, { storage, environment: { STORAGE_EMULATOR_HOST: '' } })
  expect(await textOf(await repository().open('a.txt'))).toBe('a')
  good = 'canary-token-2'
  expect(await textOf(await repository().open('a.txt'))).toBe('a')
  expect(asked).toHaveLength(2)
})
