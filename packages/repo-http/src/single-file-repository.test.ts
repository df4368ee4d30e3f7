import type { IncomingMessage, ServerResponse } from 'node:http'
import { splitArtifactUri } from '@mlflow-artifacts/uri-parsing'
import { describe, expect, test } from 'vitest'
import { pathsOf, textOf } from '../test/collect.ts'
import { sendFile } from '../test/send-file.ts'
import { testRepository } from '../test/test-repository.ts'
import { closeServersAfterEach, server } from '../test/using-servers.ts'

closeServersAfterEach()

/** The repository and path of a URL on a server, as it is typed. */
function typed(url: string) {
  const [uri, path] = splitArtifactUri(url, { pathExists: () => false })
  return { repository: testRepository({ uri, trackingUri: 'http://tracking:5000' }), path }
}

function file(content: string) {
  return (request: IncomingMessage, response: ServerResponse) =>
    sendFile(response, Buffer.from(content), request.headers)
}

test.each([
  ['/d/f.txt?X-Sig=a%2Fb&c', '/d/f.txt?X-Sig=a%2Fb&c'],
  ['/f', '/f'],
  ['/d e/ü%20%7e[1].txt', '/d%20e/%C3%BC%20~%5B1%5D.txt'],
  ['/d/f;v=1?x', '/d/f;v=1?x'],
  ['/d/100%.txt', '/d/100%25.txt'],
])('%s is requested as %s', async (typedTarget, target) => {
  const { url, requests } = await server(file('x'))
  const { repository, path } = typed(url + typedTarget)
  expect(await textOf(repository.open(path))).toBe('x')
  expect(requests[0]?.target).toBe(target)
})

test('a literal ? or # stays part of the name', async () => {
  const { url, requests } = await server(file('x'))
  await textOf(testRepository({ uri: `${url}/d?q=1`, trackingUri: url }).open('a?b#c'))
  expect(requests[0]?.target).toBe('/d/a%3Fb%23c?q=1')
})

test('user and password go to their origin only, and are never shown', async () => {
  const elsewhere = await server(file('x'))
  const { url, requests } = await server((_request, response) =>
    response.writeHead(302, { location: `${elsewhere.url}/f?sig=canary` }).end(),
  )
  const { repository, path } = typed(`${url.replace('//', '//user:canary@')}/f?sig=canary`)
  expect(await textOf(repository.open(path))).toBe('x')
  expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('user:canary').toString('base64')}`)
  expect(elsewhere.requests[0]?.headers.authorization).toBeUndefined()
  expect(repository.uri).toBe(`${url}/?sig=REDACTED`)
})

describe('ranges', () => {
  test('and validators', async () => {
    const { url } = await server(file('0123456789'))
    const { repository } = typed(`${url}/f`)
    const content = await repository.open('f', { range: { start: 2, end: 5 } })
    expect(content).toMatchObject({ size: 10, range: { start: 2, end: 5 } })
    const { validator: ifMatch } = content
    expect(await textOf(repository.open('f', { range: { start: 8 }, ifMatch }))).toBe('89')
    await expect(repository.open('f', { range: { start: 8 }, ifMatch: '"other"' })).rejects.toMatchObject({
      name: 'IntegrityError',
    })
  })

  test('at the end and behind it', async () => {
    const { url } = await server(file('0123456789'))
    const { repository } = typed(`${url}/f`)
    expect(await repository.open('f', { range: { start: 10 } })).toMatchObject({
      size: 10,
      range: { start: 10, end: 10 },
    })
    await expect(repository.open('f', { range: { start: 11 } })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    })
  })

  test('that hold nothing give the whole', async () => {
    const { url } = await server(file('0123456789'))
    const content = await typed(`${url}/f`).repository.open('f', { range: { start: 3, end: 3 } })
    expect(content).toMatchObject({ size: 10, range: undefined })
  })
})

describe('stat', () => {
  test.each([
    ['a server with ranges', file('0123456789'), 10],
    ['an empty file', file(''), 0],
    ['a server without ranges', (_: unknown, response: ServerResponse) => response.end('0123456789'), 10],
    [
      'an unknown length',
      (_: unknown, response: ServerResponse) =>
        response.writeHead(200, { 'transfer-encoding': 'chunked' }).end('1'),
      undefined,
    ],
    [
      'an empty file, without its size',
      (_: unknown, response: ServerResponse) => response.writeHead(416).end(),
      0,
    ],
  ])('of %s', async (_name, answer, fileSize) => {
    const { url } = await server(answer)
    expect(await typed(`${url}/f`).repository.stat?.('f')).toEqual({ path: 'f', isDir: false, fileSize })
  })

  test.each([404, 410])('of what is answered with %i', async (status) => {
    const { url } = await server((_request, response) => response.writeHead(status).end())
    const { repository } = typed(`${url}/f`)
    expect(await repository.stat?.('f')).toBeUndefined()
    await expect(repository.open('f')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
  })

  test('of what may not be read', async () => {
    const { url } = await server((_request, response) => response.writeHead(403).end())
    await expect(typed(`${url}/f`).repository.stat?.('f')).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    })
  })
})

test('the root is a directory that lists nothing', async () => {
  const { repository, path } = typed('http://h/d/')
  expect(path).toBe('')
  expect(await repository.stat?.('')).toEqual({ path: '', isDir: true, fileSize: undefined })
  expect(await pathsOf(repository.list(''))).toEqual([])
  await expect(repository.open('')).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
  await expect(repository.open('../f')).rejects.toMatchObject({ name: 'UnsafePathError' })
})

describe('an HTML page', () => {
  const page = (_request: unknown, response: ServerResponse) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')

  test('may be the artifact, also behind a redirect', async () => {
    const mirror = await server(page)
    const { url } = await server((_request, response) =>
      response.writeHead(302, { location: `${mirror.url}/mirror/report.html` }).end(),
    )
    expect(await textOf(typed(`${mirror.url}/report`).repository.open('report'))).toBe('<html>')
    expect(await textOf(typed(`${url}/report.html`).repository.open('report.html'))).toBe('<html>')
  })

  test('is a login page where a redirect leads to another server and another name', async () => {
    const login = await server(page)
    const { url } = await server((_request, response) =>
      response.writeHead(302, { location: `${login.url}/login?next=x` }).end(),
    )
    await expect(typed(`${url}/model.bin`).repository.open('model.bin')).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    })
  })
})

test('bytes that were encoded on the way are refused', async () => {
  const { url } = await server((_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
  )
  await expect(typed(`${url}/f`).repository.open('f')).rejects.toMatchObject({
    message: "The artifact 'f' is encoded as gzip, which was not asked for",
  })
})

test('a store that repeats the signature is quoted without it', async () => {
  const { url } = await server((_request, response) =>
    response
      .writeHead(403)
      .end('<Error><Code>SignatureDoesNotMatch</Code><SignatureProvided>canary</SignatureProvided></Error>'),
  )
  const { repository, path } = typed(`${url}/f?X-Amz-Signature=canary`)
  const error: unknown = await repository.open(path).catch((error: unknown) => error)
  expect(error).toMatchObject({ message: expect.stringContaining('SignatureDoesNotMatch') })
  expect(JSON.stringify(error) + String(error)).not.toContain('canary')
})
