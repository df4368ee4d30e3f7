import { describe, expect, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { fixturePem } from '../../test/fixture-pem.ts'
import { makeClient } from '../../test/make-client.ts'
import { type Answer, serve } from '../../test/serve.ts'
import { readText } from '../index.ts'

const to =
  (location: string, status = 302): Answer =>
  (response, { url }) =>
    url === '/start' ? response.writeHead(status, { location }).end('moved') : response.end('here')

const personal = { authorization: `Bearer ${CANARY}`, cookie: CANARY, 'x-iap': CANARY }
const impersonal = { Accept: 'a/b', Range: 'bytes=1-2', 'If-Range': '"e"', 'If-Match': '"m"' }

test('a redirect within the origin keeps credentials', async () => {
  const server = await serve(to('/next?a=1'))
  const client = makeClient(server.origin, { environment: { MLFLOW_TRACKING_TOKEN: 't' } })
  const response = await client.request({ url: `${server.origin}/start`, headers: { 'x-own': '1' } })
  expect(response.url).toBe(`${server.origin}/next?a=1`)
  expect(await readText(response)).toBe('here')
  expect(server.seen[1]?.headers).toMatchObject({ authorization: 'Bearer t', 'x-own': '1' })
})

test.each([301, 302, 303, 307, 308])(
  'a %i to another origin, which may differ by the port only',
  async (status) => {
    const other = await serve((response) => response.end('other'))
    const server = await serve(to(`${other.origin}/there`, status))
    const client = makeClient(server.origin.replace('://', `://user:${CANARY}@`), {
      environment: { MLFLOW_WORKSPACE: CANARY },
      settings: { headers: personal, auth: () => personal },
    })
    const response = await client.request({
      url: `${server.origin}/start`,
      headers: { ...personal, ...impersonal },
    })
    expect(await readText(response)).toBe('other')
    expect(JSON.stringify(server.seen)).toContain(CANARY)
    expect(JSON.stringify(other.seen)).not.toContain(CANARY)
    expect(other.seen[0]?.headers).toEqual({
      accept: 'a/b',
      'accept-encoding': 'identity',
      connection: 'keep-alive',
      host: expect.any(String),
      'if-match': '"m"',
      'if-range': '"e"',
      range: 'bytes=1-2',
      'user-agent': expect.any(String),
    })
  },
)

test.each([
  [307, true],
  [308, true],
  [302, false],
  [303, false],
])('a %i to another origin describes the body exactly where it keeps it', async (status, keepsBody) => {
  const other = await serve((response) => response.end('other'))
  const server = await serve(to(`${other.origin}/there`, status))
  const described = {
    'Content-Type': 'application/json',
    'Content-Encoding': 'identity',
    'Content-Language': 'en',
    'Content-MD5': 'mZFLkyvTelC5g8XnyQrpOw==',
  }
  const response = await makeClient(server.origin).request({
    url: `${server.origin}/start`,
    method: 'POST',
    headers: { ...personal, ...described },
    body: '{}',
  })
  expect(await readText(response)).toBe('other')
  const [seen] = other.seen
  expect([seen?.method, seen?.body]).toEqual(keepsBody ? ['POST', '{}'] : ['GET', ''])
  for (const [name, value] of Object.entries(described)) {
    expect(seen?.headers[name.toLowerCase()]).toBe(keepsBody ? value : undefined)
  }
  expect(JSON.stringify(other.seen)).not.toContain(CANARY)
})

test('a redirect is the answer for whoever says so', async () => {
  const server = await serve(to('/next'))
  const url = `${server.origin}/start`
  const response = await makeClient(server.origin).request({ url, followsRedirects: false })
  expect([response.status, response.headers.location, response.url]).toEqual([302, '/next', url])
})

test('a request that was sent away and back carries nothing personal any more', async () => {
  let home = ''
  const other = await serve((response) => response.writeHead(302, { location: `${home}/back` }).end())
  const server = await serve(to(`${other.origin}/`))
  home = server.origin
  await makeClient(server.origin, { settings: { headers: personal } }).request({
    url: `${server.origin}/start`,
  })
  expect(server.seen[0]?.headers).toMatchObject(personal)
  expect(server.seen[1]?.url).toBe('/back')
  expect(JSON.stringify(server.seen[1])).not.toContain(CANARY)
})

test('nor does one that another origin sends to the tracking server', async () => {
  const tracking = await serve((response) => response.end())
  const other = await serve(to(`${tracking.origin}/delete`))
  await makeClient(tracking.origin, { settings: { headers: personal } }).request({
    url: `${other.origin}/start`,
  })
  expect(tracking.seen).toHaveLength(1)
  expect(JSON.stringify(tracking.seen)).not.toContain(CANARY)
})

describe('methods', () => {
  test.each([
    [301, 'GET', ''],
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'data'],
    [308, 'POST', 'data'],
  ])('a POST after %i is a %s', async (status, method, body) => {
    const server = await serve(to('/next', status))
    await makeClient(undefined).request({
      url: `${server.origin}/start`,
      method: 'POST',
      body: 'data',
      headers: { 'Content-Type': 'text/plain' },
    })
    expect(server.seen[1]).toMatchObject({ method, body })
    expect(server.seen[1]?.headers['content-type']).toBe(body === '' ? undefined : 'text/plain')
  })
})

describe('locations', () => {
  test.each([
    ['next', '/next'],
    ['?q', '/start?q'],
    ['/a b', '/a%20b'],
    ['/é'.replace('é', Buffer.from('é').toString('latin1')), '/%C3%A9'],
    ['/a#fragment', '/a'],
  ])('%j', async (location, expected) => {
    const server = await serve(to(location))
    await makeClient(undefined).request({ url: `${server.origin}/start` })
    expect(server.seen[1]?.url).toBe(expected)
  })

  test('an absolute one is sent verbatim, and its user and password are dropped', async () => {
    const other = await serve((response) => response.end())
    const server = await serve(
      to(`${other.origin.replace('://', `://user:${CANARY}@`)}/a/../%2e/b?X-Sig=%2F`),
    )
    const response = await makeClient(undefined).request({ url: `${server.origin}/start` })
    expect(response.url).toBe(`${other.origin}/a/../%2e/b?X-Sig=%2F`)
    expect(other.seen[0]).toMatchObject({ url: '/a/../%2e/b?X-Sig=%2F' })
    expect(JSON.stringify(other.seen)).not.toContain('authorization')
  })

  test.each([`ftp://user:${CANARY}@h/`, 'http://', `http://u:${CANARY}@[/`])(
    '%j is refused',
    async (location) => {
      const server = await serve(to(location))
      const error = await failureOf(makeClient(undefined).request({ url: `${server.origin}/start` }))
      expect(error.message).toMatch('redirects to an address that cannot be followed')
      expect(error).toMatchObject({ code: 'INTERNAL_ERROR', retryable: false })
    },
  )
})

test('at most 5, and no more after it', async () => {
  const server = await serve((response) =>
    response.writeHead(302, { location: `/next?token=${CANARY}` }).end(),
  )
  const error = await failureOf(
    makeClient(undefined).request({ url: `${server.origin}/start?token=${CANARY}` }),
  )
  expect(error).toMatchObject({
    message: `API request to ${server.origin}/start failed with exception Exceeded 5 redirects.`,
    uri: `${server.origin}/start?token=REDACTED`,
  })
  expect(server.seen).toHaveLength(6)
})

test('never from https to http', async () => {
  const plain = await serve((response) => response.end())
  const pem = fixturePem('server')
  const server = await serve(to(`${plain.origin}/?token=${CANARY}`), { cert: pem, key: pem })
  const client = makeClient(server.origin, { settings: { tls: { ca: fixturePem('ca') } } })
  const error = await failureOf(client.request({ url: `${server.origin}/start` }))
  expect(error.message).toContain('it redirects from https to plain http')
  expect(plain.seen).toEqual([])
})

test('a redirect without a location, and one that may not be followed, are answers', async () => {
  const server = await serve((response, { url }) =>
    response.writeHead(302, url === '/start' ? { location: '/next' } : {}).end('moved'),
  )
  expect((await makeClient(undefined).request({ url: `${server.origin}/none` })).status).toBe(302)
  const client = makeClient(undefined, { environment: { MLFLOW_ALLOW_HTTP_REDIRECTS: 'false' } })
  const response = await client.request({ url: `${server.origin}/start` })
  expect([response.status, response.headers.location]).toEqual([302, '/next'])
})
