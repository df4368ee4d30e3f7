import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { serve, type TestServer } from '../../test/serve.ts'
import { type HttpSettings, readText } from '../index.ts'

const serveOk = (): Promise<TestServer> => serve((response) => response.end('{}'))
const basic = (userinfo: string): string => `Basic ${Buffer.from(userinfo).toString('base64')}`

async function headersSent(
  environment: Record<string, string>,
  {
    settings = {},
    userinfo = '',
    path = '/p',
  }: { settings?: HttpSettings; userinfo?: string; path?: string } = {},
): Promise<Record<string, unknown>> {
  const server = await serveOk()
  const trackingUri = server.origin.replace('://', `://${userinfo}`)
  await makeClient(trackingUri, { environment, settings }).request({ url: server.origin + path })
  return server.seen[0]?.headers ?? {}
}

function homeWith(credentials: string): string {
  const home = mkdtempSync(join(tmpdir(), 'http-client-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  mkdirSync(join(home, '.mlflow'))
  writeFileSync(join(home, '.mlflow', 'credentials'), credentials)
  return home
}

test('every request says what it is and asks for bytes as they are', async () => {
  expect(await headersSent({})).toEqual({
    host: expect.any(String),
    connection: 'keep-alive',
    accept: '*/*',
    'accept-encoding': 'identity',
    'user-agent': expect.stringMatching(/^mlflow-artifacts\/\d+\.\d+\.\d+$/),
  })
})

describe('credentials', () => {
  const both = { MLFLOW_TRACKING_USERNAME: 'ü', MLFLOW_TRACKING_PASSWORD: 'p:w' }

  test.each<[string, Record<string, string>, string, string | undefined]>([
    ['nothing', {}, '', undefined],
    ['user and password', both, '', basic('ü:p:w')],
    ['a user alone', { MLFLOW_TRACKING_USERNAME: 'u' }, '', undefined],
    ['a token', { MLFLOW_TRACKING_TOKEN: 't' }, '', 'Bearer t'],
    ['both go before the token', { ...both, MLFLOW_TRACKING_TOKEN: 't' }, '', basic('ü:p:w')],
    ['the tracking URI goes first', { ...both, MLFLOW_TRACKING_TOKEN: 't' }, 'a%40:b%2F@', basic('a@:b/')],
    ['a user in the URI alone', {}, 'a@', basic('a:')],
  ])('%s', async (_name, environment, userinfo, expected) => {
    expect((await headersSent(environment, { userinfo })).authorization).toBe(expected)
  })

  test('the file fills in what the environment leaves open', async () => {
    const home = homeWith('[mlflow]\nMLFLOW_TRACKING_USERNAME = file\nmlflow_tracking_password: p#w;=%%\n')
    const places = { HOME: home, USERPROFILE: home }
    expect((await headersSent(places)).authorization).toBe(basic('file:p#w;=%'))
    expect((await headersSent({ ...places, MLFLOW_TRACKING_USERNAME: 'env' })).authorization).toBe(
      basic('env:p#w;=%'),
    )
  })

  test('the netrc file goes before all others, for the host that it names', async () => {
    const home = homeWith('')
    const others = { HOME: home, USERPROFILE: home, ...both }
    writeFileSync(join(home, '_netrc'), 'machine 127.0.0.1 login _n password _p')
    expect((await headersSent(others, { userinfo: 'a:b@' })).authorization).toBe(basic('_n:_p'))
    writeFileSync(join(home, '.netrc'), 'machine 127.0.0.1 login n password p')
    expect((await headersSent(others, { userinfo: 'a:b@' })).authorization).toBe(basic('n:p'))
    writeFileSync(join(home, 'own'), 'machine elsewhere login n password p')
    expect((await headersSent({ ...others, NETRC: '~/own' })).authorization).toBe(basic('ü:p:w'))
    expect((await headersSent({ ...others, NETRC: join(home, 'missing') })).authorization).toBe(
      basic('ü:p:w'),
    )
    writeFileSync(join(home, 'own'), 'default account n')
    expect((await headersSent({ ...others, NETRC: '~/own' })).authorization).toBe(basic('n:'))
  })

  test.each(['MLFLOW_TRACKING_AWS_SIGV4', 'MLFLOW_TRACKING_AUTH'])('%s is not supported', async (name) => {
    const server = await serveOk()
    const environment = { [name]: '1' }
    const error = await failureOf(makeClient(server.origin, { environment }).request({ url: server.origin }))
    expect(error).toMatchObject({ code: 'NOT_IMPLEMENTED', hint: expect.stringContaining('http.auth') })
    expect(error.message).toContain(name)
    expect(server.seen).toEqual([])
    expect(
      await headersSent(environment, { settings: { auth: () => ({ authorization: 'own' }) } }),
    ).toMatchObject({
      authorization: 'own',
    })
  })

  test('and everything else of the tracking server stay at its origin', async () => {
    const [tracking, other] = [await serveOk(), await serveOk()]
    const client = makeClient(tracking.origin.replace('://', `://u:${CANARY}@`), {
      environment: { MLFLOW_WORKSPACE: CANARY },
      settings: { headers: { 'x-iap': CANARY }, auth: () => ({ cookie: CANARY }) },
    })
    await client.request({ url: tracking.origin })
    await client.request({ url: other.origin })
    expect(JSON.stringify(tracking.seen)).toContain(CANARY)
    expect(other.seen).toHaveLength(1)
    expect(JSON.stringify(other.seen)).not.toContain(CANARY)
  })

  test('have nowhere to go without a tracking server', async () => {
    const server = await serveOk()
    const client = makeClient('sqlite:///mlflow.db', {
      environment: { MLFLOW_TRACKING_TOKEN: CANARY, MLFLOW_TRACKING_AUTH: 'kubernetes' },
      settings: { headers: { 'x-iap': CANARY } },
    })
    await client.request({ url: server.origin })
    expect(JSON.stringify(server.seen)).not.toContain(CANARY)
  })
})

describe('the workspace', () => {
  test.each([
    ['/api/2.0/mlflow/runs/get', 'team'],
    ['/api/2.0/mlflow-artifacts/artifacts/mlflow/workspaces', 'team'],
    ['/pre/api/3.0/mlflow/workspaces/team', undefined],
    ['/ajax-api/3.0/mlflow/workspaces', undefined],
  ])('%s', async (path, expected) => {
    expect((await headersSent({ MLFLOW_WORKSPACE: ' team ' }, { path }))['x-mlflow-workspace']).toBe(expected)
  })
})

describe('settings', () => {
  test('headers go before the environment, the hook before both, whatever the case of their names', async () => {
    const settings: HttpSettings = {
      headers: async () => ({ AUTHORIZATION: 'custom', 'X-Own': '1', Cookie: 'a' }),
      auth: ({ url, method, refresh }) => ({
        authorization: `hook ${method} ${refresh} ${new URL(url).pathname}`,
      }),
    }
    expect(await headersSent({ MLFLOW_TRACKING_TOKEN: 't' }, { settings })).toMatchObject({
      authorization: 'hook GET false /p',
      'x-own': '1',
      cookie: 'a',
    })
  })

  test('a 401 asks the hook once more, and sends body and all again', async () => {
    const server = await serve((response, { headers }) => {
      response.statusCode = headers.authorization === 'new' ? 200 : 401
      response.end('done')
    })
    const asked: boolean[] = []
    const auth: HttpSettings['auth'] = ({ refresh }) => {
      asked.push(refresh)
      return { authorization: refresh ? 'new' : 'old' }
    }
    const client = makeClient(server.origin, { settings: { auth } })
    const response = await client.request({ url: `${server.origin}/p`, method: 'POST', body: 'data' })
    expect([response.status, await readText(response)]).toEqual([200, 'done'])
    expect(asked).toEqual([false, true])
    expect(server.seen.map(({ body }) => body)).toEqual(['data', 'data'])
  })

  test('a second 401 is the answer, and so is the first without a hook', async () => {
    const server = await serve((response) => response.writeHead(401).end('who?'))
    const auth = (): Record<string, string> => ({ authorization: 'old' })
    expect(
      (await makeClient(server.origin, { settings: { auth } }).request({ url: server.origin })).status,
    ).toBe(401)
    expect(server.seen).toHaveLength(2)
    expect((await makeClient(server.origin).request({ url: server.origin })).status).toBe(401)
    expect(server.seen).toHaveLength(3)
  })

  test('an error of the hook comes through as it is', async () => {
    const server = await serveOk()
    const failure = new Error('no token')
    const auth = (): Promise<never> => Promise.reject(failure)
    await expect(
      makeClient(server.origin, { settings: { auth } }).request({ url: server.origin }),
    ).rejects.toBe(failure)
  })
})

describe('nothing is smuggled in', () => {
  const injections = [`${CANARY}\r\nx-evil: 1`, `${CANARY}\n`, `${CANARY}\0`, `${CANARY}\u{1F600}`]

  test.each(injections)('through a token, a workspace, a custom or a request header: %j', async (value) => {
    const server = await serveOk()
    const attempts = [
      makeClient(server.origin, { environment: { MLFLOW_TRACKING_TOKEN: value } }).request({
        url: server.origin,
      }),
      makeClient(server.origin, { environment: { MLFLOW_WORKSPACE: `a${value}b` } }).request({
        url: server.origin,
      }),
      makeClient(server.origin, { settings: { headers: { a: value } } }).request({ url: server.origin }),
      makeClient(server.origin, { settings: { auth: () => ({ a: value }) } }).request({ url: server.origin }),
      makeClient(server.origin).request({ url: server.origin, headers: { a: value } }),
    ]
    for (const { code } of await Promise.all(attempts.map(failureOf))) {
      expect(code).toBe('INVALID_PARAMETER_VALUE')
    }
    expect(server.seen).toEqual([])
  })

  test('through the name of a header', async () => {
    const server = await serveOk()
    const error = await failureOf(
      makeClient(undefined).request({ url: server.origin, headers: { 'a: b\r\nc': 'd' } }),
    )
    expect(error.message).toBe('The header "a: b\\r\\nc" holds a character that no header may hold')
    expect(server.seen).toEqual([])
  })
})
