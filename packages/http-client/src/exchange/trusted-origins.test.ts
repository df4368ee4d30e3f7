import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { serve, type TestServer } from '../../test/serve.ts'

const serveOk = (): Promise<TestServer> => serve((response) => response.end('{}'))
const basic = (userinfo: string): string => `Basic ${Buffer.from(userinfo).toString('base64')}`

test.each(['the option', 'the variable'])('what %s names gets what the tracking server gets', async (by) => {
  const [tracking, trusted, other] = [await serveOk(), await serveOk(), await serveOk()]
  const origins = ['https://artifacts.example.com', `${trusted.origin}/`]
  const client = makeClient(tracking.origin.replace('://', '://me:pw@'), {
    environment: {
      MLFLOW_WORKSPACE: 'team',
      ...(by === 'the variable' && { MLFLOW_ARTIFACTS_TRUSTED_ORIGINS: ` ${origins.join(' , ')},` }),
    },
    settings: { headers: { 'x-iap': CANARY }, ...(by === 'the option' && { trustedOrigins: origins }) },
  })
  for (const { origin } of [trusted, other]) await client.request({ url: `${origin}/p`, kind: 'data' })
  expect(trusted.seen[0]?.headers).toMatchObject({
    authorization: basic('me:pw'),
    'x-iap': CANARY,
    'x-mlflow-workspace': 'team',
  })
  expect(JSON.stringify(other.seen)).not.toMatch(/c4n4ry|authorization|workspace/)
})

test('a redirect from one trusted origin to another keeps credentials, and one beyond them does not', async () => {
  const other = await serveOk()
  const trusted = await serve((response, { url }) =>
    url === '/on' ? response.writeHead(302, { location: other.origin }).end() : response.end(),
  )
  const tracking = await serve((response, { url }) =>
    response.writeHead(307, { location: trusted.origin + url }).end(),
  )
  const client = makeClient(tracking.origin, {
    environment: { MLFLOW_TRACKING_TOKEN: CANARY, MLFLOW_ARTIFACTS_TRUSTED_ORIGINS: trusted.origin },
  })
  await client.request({ url: `${tracking.origin}/p` })
  await client.request({ url: `${tracking.origin}/on` })
  expect(trusted.seen.map(({ headers }) => headers.authorization)).toEqual([
    `Bearer ${CANARY}`,
    `Bearer ${CANARY}`,
  ])
  expect(JSON.stringify(other.seen)).not.toContain(CANARY)
})

test('it may be anywhere, as what the user configured, and needs no server that tracks', async () => {
  const server = await serveOk()
  const environment = { MLFLOW_TRACKING_TOKEN: 't', MLFLOW_ARTIFACTS_TRUSTED_ORIGINS: server.origin }
  const request = { url: server.origin, chosenBy: 'https://mlflow.example.com' }
  expect((await failureOf(makeClient('sqlite:///m.db').request(request))).code).toBe('PERMISSION_DENIED')
  await makeClient('sqlite:///m.db', { environment }).request(request)
  expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer t'])
})

test('what the netrc file has for it goes first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'http-client-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const NETRC = join(folder, 'netrc')
  writeFileSync(NETRC, 'machine 127.0.0.1 login own password o\nmachine tracking.test login t password p\n')
  const server = await serveOk()
  const ask = async (origin: string) => {
    const environment = { NETRC, MLFLOW_ARTIFACTS_TRUSTED_ORIGINS: origin }
    await makeClient('http://tracking.test', { environment }).request({ url: origin })
    return server.seen.at(-1)?.headers.authorization
  }
  expect(await ask(server.origin)).toBe(basic('own:o'))
  expect(await ask(server.origin.replace('127.0.0.1', 'localhost'))).toBe(basic('t:p'))
})

test.each([
  `https://user:${CANARY}@host`,
  'host',
  'https://host/path',
  'https://*.example.com',
  'ftp://host',
  'https://host?q',
])('%s is no origin', async (entry) => {
  const server = await serveOk()
  for (const options of [
    { environment: { MLFLOW_ARTIFACTS_TRUSTED_ORIGINS: entry } },
    { settings: { trustedOrigins: [entry] } },
  ]) {
    const error = await failureOf(makeClient(server.origin, options).request({ url: server.origin }))
    expect(error.code).toBe('INVALID_PARAMETER_VALUE')
    expect(error.message).toMatch(/trustedOrigins|MLFLOW_ARTIFACTS_TRUSTED_ORIGINS/)
  }
  expect(server.seen).toEqual([])
})

test.each([401, 403])('a %i of another server says how it could get the credentials', async (status) => {
  const [tracking, other] = [await serveOk(), await serve((response) => response.writeHead(status).end())]
  const client = makeClient(tracking.origin, { environment: { MLFLOW_TRACKING_TOKEN: CANARY } })
  const { hint } = await client.request({ url: other.origin, kind: 'data' })
  expect(hint).toContain(`name it in the option http.trustedOrigins or in MLFLOW_ARTIFACTS_TRUSTED_ORIGINS`)
  expect(hint).toContain(tracking.origin)
})
