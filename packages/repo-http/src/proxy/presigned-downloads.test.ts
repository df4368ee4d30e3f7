import { describe, expect, test } from 'vitest'
import { textOf } from '../../test/collect.ts'
import { sendJson } from '../../test/send-file.ts'
import { testRepository } from '../../test/test-repository.ts'
import { closeServersAfterEach, mlflowServer } from '../../test/using-servers.ts'

closeServersAfterEach()

const FILES = { 'a.txt': 'content of a', 'd/b.txt': 'b', zero: '', 'x.tar.gz': 'not really gzip' }
const VARIABLE = 'MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD'

async function presigning() {
  const server = await mlflowServer(FILES, { store: 'remote', presigned: true })
  return { server, repository: testRepository({ trackingUri: server.url.replace('//', '//user:canary@') }) }
}

function targets({ requests }: { readonly requests: readonly { readonly target: string }[] }): string[] {
  return requests.map(({ target }) =>
    target.replace(/^\/api\/\d\.0\/mlflow(-artifacts)?/, '').replace(/\?.*/, ''),
  )
}

describe('a server that offers presigned URLs', () => {
  test('is asked once what it offers, and once for the ranges of an artifact', async () => {
    const { server, repository } = await presigning()
    const first = await repository.open('a.txt', { range: { start: 0, end: 4 } })
    expect(await textOf(Promise.resolve(first))).toBe('cont')
    const ifMatch = first.validator
    expect(await textOf(repository.open('a.txt', { range: { start: 4 }, ifMatch }))).toBe('ent of a')
    expect(await textOf(repository.open('d/b.txt'))).toBe('b')
    expect(targets(server)).toEqual([
      '/server-info',
      '/presigned/1/run/artifacts/a.txt',
      '/presigned/1/run/artifacts/d/b.txt',
    ])
    expect(server.store.requests).toHaveLength(3)
  })

  test('does not have its credentials sent to the store', async () => {
    const { server, repository } = await presigning()
    await textOf(repository.open('a.txt'))
    expect(server.requests[0]?.headers.authorization).toBeDefined()
    expect(server.store.requests[0]?.headers.authorization).toBeUndefined()
  })

  test('gives another URL for one that has expired', async () => {
    const { server, repository } = await presigning()
    const { validator, body } = await repository.open('a.txt')
    for await (const _chunk of body);
    await textOf(repository.open('d/b.txt'))
    expect(await textOf(repository.open('a.txt', { range: { start: 8 }, ifMatch: validator }))).toBe('of a')
    expect(targets(server.store).slice(-2)).toEqual(Array(2).fill('/bucket/1/run/artifacts/a.txt'))
  })

  test('needs no request to the store for an empty file', async () => {
    const { server, repository } = await presigning()
    expect(await repository.open('zero')).toMatchObject({ size: 0, range: undefined })
    expect(server.store.requests).toEqual([])
  })

  test('has its store’s bytes as they are stored', async () => {
    const { repository } = await presigning()
    expect(await textOf(repository.open('x.tar.gz'))).toBe('not really gzip')
  })

  test('is read through where the variable says so', async () => {
    const server = await mlflowServer(FILES, { presigned: true })
    const repository = testRepository({ trackingUri: server.url, environment: { [VARIABLE]: 'false' } })
    expect(await textOf(repository.open('a.txt'))).toBe('content of a')
    expect(targets(server)).toEqual(['/artifacts/1/run/artifacts/a.txt'])
  })

  test('notices that an artifact has changed, by its validator and by its size', async () => {
    const { server, repository } = await presigning()
    const { validator } = await repository.open('a.txt')
    server.artifacts.replace('1/run/artifacts/a.txt', 'another text')
    await expect(repository.open('a.txt', { range: { start: 8 }, ifMatch: validator })).rejects.toMatchObject(
      {
        name: 'IntegrityError',
      },
    )
    server.artifacts.replace('1/run/artifacts/a.txt', '')
    await expect(repository.open('a.txt', { ifMatch: validator })).rejects.toMatchObject({
      name: 'IntegrityError',
    })
  })
})

describe('a server that cannot do what it was asked for', () => {
  test.each([
    [501, '{"error_code": "NOT_IMPLEMENTED", "message": "Multipart download is not supported"}'],
    [404, '<!doctype html><title>404 Not Found</title>'],
    [404, '{"detail":"Not Found"}'],
  ])('%i %s: is read through for good', async (status, body) => {
    const server = await mlflowServer(FILES, {
      instead(request, response) {
        const isAsked = request.url?.includes('/presigned/') === true
        if (isAsked) response.writeHead(status).end(body)
        return isAsked
      },
    })
    const repository = testRepository({ trackingUri: server.url, environment: { [VARIABLE]: 'True' } })
    expect(await textOf(repository.open('a.txt'))).toBe('content of a')
    expect(await textOf(repository.open('d/b.txt'))).toBe('b')
    expect(targets(server).filter((target) => target.startsWith('/presigned'))).toHaveLength(1)
  })

  test.each([
    [404, '<html>'],
    [500, ''],
    [200, 'not json'],
    [200, '[]'],
    [200, '{"multipart_downloads_enabled": "yes"}'],
  ])('server-info %i %j offers nothing', async (status, body) => {
    const server = await mlflowServer(FILES, {
      instead(request, response) {
        const isAsked = request.url?.includes('server-info') === true
        if (isAsked) response.writeHead(status).end(body)
        return isAsked
      },
    })
    const repository = testRepository({ trackingUri: server.url })
    expect(await textOf(repository.open('a.txt'))).toBe('content of a')
    expect(await textOf(repository.open('d/b.txt'))).toBe('b')
    expect(targets(server).filter((target) => target === '/server-info')).toHaveLength(1)
  })
})

test('a variable that is no boolean is refused', async () => {
  const repository = testRepository({ trackingUri: 'http://h', environment: { [VARIABLE]: 'yes' } })
  await expect(repository.open('a.txt')).rejects.toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    message: `${VARIABLE} value must be one of ['true', 'false', '1', '0'] (case-insensitive), but got yes`,
  })
})

describe('a URL that does not work', () => {
  async function giving(url: (storeUrl: string) => string) {
    const server = await mlflowServer(FILES, {
      presigned: true,
      instead(request, response) {
        const isAsked = request.url?.includes('/presigned/') === true
        if (isAsked) sendJson(response, 200, { url: url(server.store.url), headers: {}, file_size: 12 })
        return isAsked
      },
    })
    return testRepository({ trackingUri: server.url })
  }

  test('is reported without its signature, and with the way around it', async () => {
    const repository = await giving((store) => `${store}/bucket/a.txt?X-Amz-Signature=canary-signature`)
    const error: unknown = await repository.open('a.txt').catch((error: unknown) => error)
    expect(error).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('Response text: AccessDenied: Request has expired'),
      hint: expect.stringContaining(VARIABLE),
    })
    expect(JSON.stringify(error) + String(error)).not.toContain('canary')
  })

  test('because nobody answers there', async () => {
    const repository = await giving(() => 'http://127.0.0.1:1/bucket/a.txt?X-Amz-Signature=canary-signature')
    const error: unknown = await repository.open('a.txt').catch((error: unknown) => error)
    expect(error).toMatchObject({ hint: expect.stringContaining(VARIABLE), retryable: true })
    expect(JSON.stringify(error) + String(error)).not.toContain('canary')
  })

  test.each(['file:///etc/passwd', 'a.txt', ''])('because it is %j', async (url) => {
    const repository = await giving(() => url)
    await expect(repository.open('a.txt')).rejects.toThrow('is no presigned URL')
  })
})
