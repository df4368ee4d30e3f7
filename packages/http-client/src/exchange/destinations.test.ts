import { lookup } from 'node:dns/promises'
import { createServer } from 'node:http'
import { hostname } from 'node:os'
import { describe, expect, onTestFinished, test } from 'vitest'
import { failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { type Answer, listen, serve, type TestServer } from '../../test/serve.ts'
import { readText } from '../index.ts'

const REMOTE = 'http://mlflow.example.com'
const METADATA = 'http://169.254.169.254/latest/meta-data/iam'

/** The same server by a name that is not one of this machine to those who read URIs; a connection finds it all the same. */
function fromElsewhere({ origin }: TestServer): string {
  return origin.replace('127.0.0.1', '0.0.0.0')
}

const redirectTo =
  (location: string): Answer =>
  (response) =>
    response.writeHead(302, { location }).end()

describe('a redirect', () => {
  test('of a server elsewhere does not lead to this machine, whoever asked', async () => {
    const here = await serve((response) => response.end('secret'))
    const elsewhere = fromElsewhere(await serve(redirectTo(`${here.origin}/admin`)))
    const url = `${elsewhere}/`
    const asMany = [
      () => makeClient(elsewhere).request({ url }),
      () => makeClient(elsewhere).request({ url, kind: 'data' }),
      () => makeClient(undefined).request({ url }),
      () => makeClient(undefined).request({ url, isConfigured: true }),
    ]
    for (const ask of asMany) {
      expect(await failureOf(ask())).toMatchObject({
        code: 'PERMISSION_DENIED',
        message: expect.stringContaining(`to which ${elsewhere} led`),
      })
    }
    expect(here.seen).toEqual([])
  })

  test('may lead to another port of this machine from here', async () => {
    const other = await serve((response) => response.end('other'))
    const here = await serve(redirectTo(`${other.origin.replace('127.0.0.1', 'localhost')}/`))
    const response = await makeClient(here.origin).request({ url: `${here.origin}/`, chosenBy: here.origin })
    expect(await readText(response)).toBe('other')
  })

  test('through a server elsewhere and back leads to this machine no more', async () => {
    const here = await serve((response) => response.end('secret'))
    const between = fromElsewhere(await serve(redirectTo(here.origin)))
    const first = await serve(redirectTo(between))
    const failure = await failureOf(makeClient(undefined).request({ url: first.origin }))
    expect(failure.message).toContain(`to which ${between} led`)
    expect(here.seen).toEqual([])
  })

  test('but to the tracking server, which is where the user said', async () => {
    const tracking = await serve((response) => response.end('tracking'))
    const elsewhere = fromElsewhere(await serve(redirectTo(`${tracking.origin}/`)))
    const response = await makeClient(tracking.origin).request({ url: `${elsewhere}/` })
    expect(await readText(response)).toBe('tracking')
  })

  test.each([METADATA, 'http://[fe80::1]/', 'http://metadata.google.internal/', 'http://2852039166/'])(
    'leads from nowhere to %s, even from here and from what is configured',
    async (location) => {
      const server = await serve(redirectTo(location))
      const client = makeClient(server.origin)
      const request = client.request({
        url: `${server.origin}/`,
        isConfigured: true,
        chosenBy: server.origin,
      })
      expect(await failureOf(request)).toMatchObject({ code: 'PERMISSION_DENIED', retryable: false })
      expect(server.seen).toHaveLength(1)
    },
  )

  test('within an origin keeps what was said of it', async () => {
    const server = await serve((response, { url }) =>
      url === '/' ? response.writeHead(302, { location: '/next' }).end() : response.end('next'),
    )
    const request = { url: `${server.origin}/`, isConfigured: true, chosenBy: REMOTE }
    expect(await readText(await makeClient(undefined).request(request))).toBe('next')
  })
})

test('names lead to this machine only those who may, and a connection that stands is no way around', async ({
  skip,
}) => {
  const name = hostname()
  const found = await lookup(name, { all: true }).catch(() => [])
  const isHere = found.length > 0 && found.every(({ address }) => address.startsWith('127.'))
  if (!isHere)
    skip('the name of this machine leads to its network; tests/src/destinations/names.test.ts shows the same')
  const server = await serve((response) => response.end('here'))
  const client = makeClient(undefined)
  const url = `http://${name}:${server.port}/`
  const ask = (chosenBy?: string) => client.request({ url, chosenBy })
  expect(await readText(await ask())).toBe('here')
  for (const _again of [1, 2]) {
    expect(await failureOf(ask(REMOTE))).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringMatching(/\(127\.\d+\.\d+\.\d+\) is an address of this machine$/),
      retryable: false,
    })
    expect(await readText(await ask('http://localhost'))).toBe('here')
  }
  const named = makeClient(undefined, { allowedHosts: [name, '127.0.0.0/8'] })
  expect(await readText(await named.request({ url, chosenBy: REMOTE }))).toBe('here')
})

describe('through a proxy', () => {
  /** A proxy that answers by itself, and remembers what it was asked for. */
  async function startProxy(): Promise<{ uri: string; asked: string[] }> {
    const asked: string[] = []
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end('through the proxy')
    }).on('connect', (request, socket) => {
      asked.push(request.url ?? '')
      socket.destroy()
    })
    onTestFinished(() => proxy.closeAllConnections())
    return { uri: `http://localhost:${await listen(proxy)}`, asked }
  }

  test('what a URL tells is refused, and the proxy is not asked; what a name leads to, it knows', async () => {
    const { uri, asked } = await startProxy()
    const client = makeClient(undefined, { settings: { proxy: uri } })
    const refused = [
      METADATA,
      'https://169.254.169.254/',
      'http://0xa9fea9fe/',
      'http://[::ffff:169.254.169.254]/',
      'http://metadata.google.internal/computeMetadata/v1/',
      'https://metadata/',
      'http://127.0.0.1/',
      'https://localhost/',
      'http://ip6-localhost/',
      'http://x.localhost/',
      'http://[::1]/',
    ]
    for (const url of refused) {
      expect((await failureOf(client.request({ url, chosenBy: REMOTE }))).code).toBe('PERMISSION_DENIED')
    }
    expect(asked).toEqual([])
    const response = await client.request({ url: 'http://store.example.com/a', chosenBy: REMOTE })
    expect(await readText(response)).toBe('through the proxy')
    expect(asked).toEqual(['http://store.example.com/a'])
  })
})
