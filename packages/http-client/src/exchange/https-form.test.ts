import { describe, expect, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { fixturePath, fixturePem } from '../../test/fixture-pem.ts'
import { makeClient } from '../../test/make-client.ts'
import { type Answer, serve, type TestServer } from '../../test/serve.ts'
import { readText } from '../index.ts'

const ca = fixturePath('ca')
const answered: Answer = (response, { url }) => response.end(url)

function serveTls(answer: Answer = answered): Promise<TestServer> {
  const pem = fixturePem('server')
  return serve(answer, { cert: pem, key: pem })
}

/** What stands before a server, and sends everybody to its https form. */
function ingress(secure: TestServer, status: number, host = '127.0.0.1'): Promise<TestServer> {
  return serve((response, { url }) => {
    const location = secure.origin.replace('127.0.0.1', host) + url
    response.writeHead(status, { location }).end()
  })
}

describe('a redirect to the https form of the same host', () => {
  test.each([301, 302, 303, 307, 308])('by %i keeps what belongs to the tracking server', async (status) => {
    const secure = await serveTls()
    const plain = await ingress(secure, status)
    const asked: boolean[] = []
    const client = makeClient(plain.origin, {
      environment: { MLFLOW_WORKSPACE: 'team', MLFLOW_TRACKING_INSECURE_TLS: 'true' },
      settings: {
        headers: { 'x-iap': 'iap' },
        auth: ({ refresh }) => {
          asked.push(refresh)
          return { authorization: 'Bearer hook' }
        },
      },
    })
    const response = await client.request({ url: `${plain.origin}/p?a=1`, headers: { 'x-own': '1' } })
    expect(await readText(response)).toBe('/p?a=1')
    expect(secure.seen[0]?.headers).toMatchObject({
      authorization: 'Bearer hook',
      'x-iap': 'iap',
      'x-own': '1',
      'x-mlflow-workspace': 'team',
    })
    expect(asked).toEqual([false, false])
  })

  test('keeps the user, the client certificate and the authority of the tracking server', async () => {
    const pem = fixturePem('server')
    const tls = { cert: pem, key: pem, ca: fixturePem('ca'), requestCert: true, rejectUnauthorized: true }
    const secure = await serve(answered, tls)
    const plain = await ingress(secure, 308)
    const client = makeClient(plain.origin.replace('://', '://me:pw@'), {
      environment: {
        MLFLOW_TRACKING_SERVER_CERT_PATH: ca,
        MLFLOW_TRACKING_CLIENT_CERT_PATH: fixturePath('client'),
      },
    })
    const response = await client.request({ url: `${plain.origin}/p`, method: 'POST', body: 'data' })
    expect(response.status).toBe(200)
    expect(secure.seen[0]).toMatchObject({ method: 'POST', body: 'data' })
    expect(secure.seen[0]?.headers.authorization).toMatch(/^Basic /)
  })

  test('keeps what a request brought along for another server than the tracking server', async () => {
    const secure = await serveTls()
    const plain = await ingress(secure, 302)
    const client = makeClient(undefined, { environment: { REQUESTS_CA_BUNDLE: ca } })
    await client.request({ url: `${plain.origin}/f`, headers: { authorization: 'Basic own' }, kind: 'data' })
    expect(secure.seen[0]?.headers.authorization).toBe('Basic own')
  })

  test('is still the configured server, wherever that is', async () => {
    const secure = await serveTls()
    const elsewhere = (await ingress(secure, 302, '0.0.0.0')).origin.replace('127.0.0.1', '0.0.0.0')
    const client = makeClient(elsewhere, { environment: { MLFLOW_TRACKING_INSECURE_TLS: '1' } })
    expect((await client.request({ url: `${elsewhere}/p` })).status).toBe(200)
  })
})

describe('any other change of origin', () => {
  test('loses them: another host, and the https form of another host', async () => {
    const secure = await serveTls()
    const plain = await ingress(secure, 302, 'localhost')
    const environment = { MLFLOW_TRACKING_TOKEN: CANARY, REQUESTS_CA_BUNDLE: ca }
    const response = await makeClient(plain.origin, { environment }).request({ url: `${plain.origin}/p` })
    expect(response.status).toBe(200)
    expect(secure.seen[0]?.headers.authorization).toBeUndefined()
  })

  test('and back to the https form of the first', async () => {
    const secure = await serveTls()
    const other = await serve((response) => response.writeHead(302, { location: secure.origin }).end())
    const plain = await serve((response) =>
      response.writeHead(302, { location: other.origin.replace('127.0.0.1', 'localhost') }).end(),
    )
    const environment = { MLFLOW_TRACKING_TOKEN: CANARY, REQUESTS_CA_BUNDLE: ca }
    await makeClient(plain.origin, { environment }).request({ url: plain.origin })
    expect(JSON.stringify(secure.seen)).not.toContain(CANARY)
  })

  test('does not get the carelessness for the tracking server', async () => {
    const secure = await serveTls()
    const plain = await ingress(secure, 302, 'localhost')
    const client = makeClient(plain.origin, { environment: { MLFLOW_TRACKING_INSECURE_TLS: 'true' } })
    expect((await failureOf(client.request({ url: plain.origin }))).message).toContain('SSLError')
  })

  test.each([401, 403])('and a %i there says which URI to configure', async (status) => {
    const other = await serve((response) => response.writeHead(status).end())
    const location = `${other.origin.replace('127.0.0.1', 'localhost')}/x`
    const plain = await serve((response) => response.writeHead(302, { location }).end())
    const client = makeClient(plain.origin, { environment: { MLFLOW_TRACKING_TOKEN: CANARY } })
    for (const kind of ['control', 'data', 'once'] as const) {
      const { hint } = await client.request({ url: plain.origin, kind })
      expect(hint).toContain(`${plain.origin} redirected to ${new URL(location).origin}`)
      expect(hint).toContain('MLFLOW_TRACKING_URI')
    }
  })
})
