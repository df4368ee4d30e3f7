import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { CANARY } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { serve, type TestServer } from '../../test/serve.ts'
import { createHttpClient, readText } from '../index.ts'

const basic = (userinfo: string): string => `Basic ${Buffer.from(userinfo).toString('base64')}`

/** A server that accepts what it is told to accept. */
async function serveFor(good: { authorization: string }): Promise<TestServer> {
  return await serve((response, { headers }) => {
    response.statusCode = headers.authorization === good.authorization ? 200 : 401
    response.end('done')
  })
}

function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'http-client-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  mkdirSync(join(home, '.mlflow'))
  return home
}

describe('credentials that are renewed while a client is in use', () => {
  test('in a variable count from the next request on', async () => {
    const good = { authorization: 'Bearer one' }
    const server = await serveFor(good)
    const environment = { MLFLOW_TRACKING_TOKEN: 'one', HOME: '/nonexistent', USERPROFILE: '/nonexistent' }
    const client = createHttpClient({ trackingUri: server.origin, environment })
    onTestFinished(() => client.close())
    expect((await client.request({ url: server.origin })).status).toBe(200)
    good.authorization = 'Bearer two'
    environment.MLFLOW_TRACKING_TOKEN = 'two'
    expect((await client.request({ url: server.origin, kind: 'data' })).status).toBe(200)
    expect(server.seen).toHaveLength(2)
  })

  test.each<[string, (home: string, user: string) => void]>([
    [
      'the netrc file',
      (home, user) => writeFileSync(join(home, '.netrc'), `machine 127.0.0.1 login ${user} password p`),
    ],
    [
      '~/.mlflow/credentials',
      (home, user) =>
        writeFileSync(
          join(home, '.mlflow', 'credentials'),
          `[mlflow]\nmlflow_tracking_username=${user}\nmlflow_tracking_password=p`,
        ),
    ],
  ])('in %s are read again after a 401, and sent once', async (_file, write) => {
    const good = { authorization: basic('one:p') }
    const server = await serveFor(good)
    const home = makeHome()
    write(home, 'one')
    const client = makeClient(server.origin, { environment: { HOME: home, USERPROFILE: home } })
    const post = async (): Promise<string> => {
      const response = await client.request({ url: server.origin, method: 'POST', body: 'data' })
      return `${response.status} ${await readText(response)}`
    }
    expect(await post()).toBe('200 done')
    good.authorization = basic('two:p')
    write(home, 'two')
    const answers = await Promise.all([post(), post(), post()])
    expect(answers).toEqual(['200 done', '200 done', '200 done'])
    expect(server.seen.every(({ body }) => body === 'data')).toBe(true)
    expect(server.seen.length).toBeLessThanOrEqual(1 + 2 * 3)
  })

  test('in the file of headers, too', async () => {
    const good = { authorization: 'Bearer one' }
    const server = await serveFor(good)
    const file = join(makeHome(), 'headers')
    writeFileSync(file, 'Authorization: Bearer one')
    const client = makeClient(server.origin, { environment: { MLFLOW_ARTIFACTS_HEADERS_FILE: file } })
    expect((await client.request({ url: server.origin })).status).toBe(200)
    good.authorization = 'Bearer two'
    writeFileSync(file, 'Authorization: Bearer two')
    expect((await client.request({ url: server.origin })).status).toBe(200)
  })
})

describe('a 401 to credentials', () => {
  const environment = { MLFLOW_TRACKING_TOKEN: CANARY }

  test('that are the same as before is not asked for again', async () => {
    const server = await serveFor({ authorization: 'other' })
    const { status, hint } = await makeClient(server.origin, { environment }).request({ url: server.origin })
    expect([status, server.seen.length]).toEqual([401, 1])
    expect(hint).toMatch(/^The server does not accept the credentials of MLFLOW_TRACKING_TOKEN\./)
  })

  test('that were accepted before says that they have expired', async () => {
    const good = { authorization: `Bearer ${CANARY}` }
    const server = await serveFor(good)
    const client = makeClient(server.origin, { environment })
    await client.request({ url: `${server.origin}/api/2.0/mlflow/runs/get` })
    good.authorization = ''
    const { hint } = await client.request({ url: server.origin, kind: 'data' })
    expect(hint).toMatch(/^The credentials of MLFLOW_TRACKING_TOKEN were accepted before, and have expired/)
  })

  test('that only an open endpoint answered does not say so', async () => {
    const server = await serve((response, { url }) => {
      response.writeHead(url === '/api/3.0/mlflow/server-info' ? 200 : 401).end('{}')
    })
    const client = makeClient(server.origin, { environment })
    await client.request({ url: `${server.origin}/api/3.0/mlflow/server-info` })
    expect((await client.request({ url: server.origin })).hint).toMatch(/^The server does not accept/)
  })

  test('that are not there says nothing of them', async () => {
    const server = await serveFor({ authorization: 'other' })
    expect((await makeClient(server.origin).request({ url: server.origin })).hint).toBeUndefined()
  })
})
