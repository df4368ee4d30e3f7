import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { pathsOf, textOf } from '../../test/collect.ts'
import { sendJson } from '../../test/send-file.ts'
import { testRepository } from '../../test/test-repository.ts'
import { closeServersAfterEach, mlflowServer, server } from '../../test/using-servers.ts'

closeServersAfterEach()

const HINT = 'et MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD'
const FILES = { 'a.txt': 'content of a', 'd/b.txt': 'b', zero: '' }
const LISTING = '/api/2.0/mlflow-artifacts/artifacts?path=1%2Frun%2Fartifacts'

/** A repository on a server that gives one answer for every artifact. */
async function answering(answer: (response: ServerResponse) => void) {
  const { url, requests } = await mlflowServer(FILES, {
    instead(request, response) {
      const isArtifact = request.url?.startsWith('/api/2.0/mlflow-artifacts/artifacts/') === true
      if (isArtifact) answer(response)
      return isArtifact
    },
  })
  return { requests, repository: testRepository({ trackingUri: url.replace('//', '//user:canary@') }) }
}

describe('a refused request', () => {
  test.each([
    [401, 'You are not authenticated.', { code: 'UNAUTHENTICATED', hint: expect.stringContaining(HINT) }],
    [403, 'Permission denied', { code: 'PERMISSION_DENIED', hint: expect.any(String) }],
    [404, '<html>no route</html>', { code: 'RESOURCE_DOES_NOT_EXIST', retryable: false, hint: undefined }],
    [404, '{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"x"}', { code: 'RESOURCE_DOES_NOT_EXIST' }],
    [400, '{"error_code":"INVALID_PARAMETER_VALUE","message":"x"}', { code: 'INVALID_PARAMETER_VALUE' }],
    [
      400,
      '{"detail":"Artifact path refers to a directory, not a file: \'a\'"}',
      { code: 'INVALID_PARAMETER_VALUE' },
    ],
    [400, 'odd', { code: 'BAD_REQUEST', retryable: false }],
    [400, '{"error_code":"NO_SUCH_CODE"}', { code: 'BAD_REQUEST' }],
    [429, 'slow down', { code: 'RESOURCE_EXHAUSTED', retryable: true }],
    [502, '', { code: 'INTERNAL_ERROR', retryable: true }],
    [503, 'busy', { code: 'TEMPORARILY_UNAVAILABLE', retryable: true }],
    [
      503,
      '{"detail":"Artifact serving is disabled. Run `mlflow server` with `--serve-artifacts` to enable."}',
      {
        code: 'TEMPORARILY_UNAVAILABLE',
        retryable: false,
        hint: expect.stringContaining('--serve-artifacts'),
      },
    ],
  ])('%i %s', async (status, body, expected) => {
    const { repository } = await answering((response) => response.writeHead(status).end(body))
    const error: unknown = await repository.open('a.txt').catch((error: unknown) => error)
    expect(error).toMatchObject(expected)
    expect(error).toMatchObject({
      message: expect.stringMatching(new RegExp(`^${status} (Client|Server) Error: `)),
    })
    expect(error).toMatchObject({ message: expect.stringContaining(body) })
    expect(JSON.stringify(error) + String(error)).not.toContain('canary')
  })

  test('says when to come back', async () => {
    const { repository } = await answering((response) =>
      response.writeHead(503, { 'retry-after': '7' }).end(),
    )
    await expect(repository.open('a.txt')).rejects.toMatchObject({ retryAfterMs: 7000 })
  })

  test('is quoted in part', async () => {
    const { repository } = await answering((response) => response.writeHead(502).end('x'.repeat(1_000_000)))
    const error: unknown = await repository.open('a.txt').catch((error: unknown) => error)
    expect(String(error).length).toBeLessThan(1000)
  })
})

describe('an answer that is not what was asked for', () => {
  const ATTACHMENT = { 'content-disposition': 'attachment; filename=a.txt' }

  test.each([
    ['another range', 206, { 'content-range': 'bytes 0-3/12', 'content-length': '4' }],
    ['a longer range', 206, { 'content-range': 'bytes 2-6/12', 'content-length': '5' }],
    ['another length than it says', 206, { 'content-range': 'bytes 2-5/12', 'content-length': '3' }],
    ['a range of unknown size', 206, { 'content-range': 'bytes 2-5/*', 'content-length': '4' }],
    ['a range without a name', 206, { 'content-length': '4' }],
    ['several ranges', 206, { 'content-type': 'multipart/byteranges; boundary=x', 'content-length': '4' }],
    ['encoded bytes', 200, { 'content-encoding': 'gzip', 'content-length': '4' }],
  ])('%s', async (_name, status, headers) => {
    const { repository } = await answering((response) =>
      response
        .writeHead(status, { ...ATTACHMENT, ...headers })
        .end('xxxxxx'.slice(0, Number(headers['content-length']))),
    )
    const call = repository.open('a.txt', { range: { start: 2, end: 6 } })
    await expect(call).rejects.toMatchObject({ name: 'IntegrityError', code: 'DATA_LOSS' })
  })

  test('a range that nobody asked for', async () => {
    const headers = { ...ATTACHMENT, 'content-range': 'bytes 0-3/12', 'content-length': 4 }
    const { repository } = await answering((response) => response.writeHead(206, headers).end('xxxx'))
    await expect(repository.open('a.txt')).rejects.toMatchObject({ code: 'DATA_LOSS' })
  })

  test('a weak ETag is no validator, and does not match one', async () => {
    const { repository } = await answering((response) =>
      response.writeHead(200, { ...ATTACHMENT, etag: 'W/"1"', 'content-length': 1 }).end('x'),
    )
    expect((await repository.open('a.txt')).validator).toBeUndefined()
    await expect(repository.open('a.txt', { ifMatch: 'W/"1"' })).rejects.toMatchObject({ code: 'DATA_LOSS' })
  })

  test('a login page', async () => {
    const { repository } = await answering((response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Sign in</html>'),
    )
    await expect(repository.open('a.txt')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(await textOf(repository.open('page.html'))).toContain('Sign in')
  })

  test('a login page of another server', async () => {
    const login = await server((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>'),
    )
    const { repository } = await answering((response) =>
      response.writeHead(302, { location: `${login.url}/login` }).end(),
    )
    await expect(repository.open('page.html')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(login.requests[0]?.headers.authorization).toBeUndefined()
  })

  test('an artifact that is a page', async () => {
    const headers = { ...ATTACHMENT, 'content-type': 'text/html; charset=utf-8' }
    const { repository } = await answering((response) => response.writeHead(200, headers).end('<html>'))
    expect(await textOf(repository.open('report'))).toBe('<html>')
  })
})

describe('a gateway that does not pass the artifact routes on', () => {
  test.each([
    ['a page', '<html><title>404 Not Found</title></html>'],
    ['JSON of its own', '{"message":"no Route matched with those values"}'],
    ['nothing', ''],
  ])('is named, and nothing is said to be missing: %s', async (_, body) => {
    const { url } = await mlflowServer(FILES, {
      instead(request, response) {
        const isArtifact = request.url?.startsWith('/api/2.0/mlflow-artifacts') === true
        if (isArtifact) response.writeHead(404).end(body)
        return isArtifact
      },
    })
    const repository = testRepository({ trackingUri: url })
    const refusal = {
      code: 'ENDPOINT_NOT_FOUND',
      message: expect.stringMatching(/^404 Client Error: /),
      hint: expect.stringContaining(`Nothing serves artifacts at ${url}/api/2.0/mlflow-artifacts,`),
    }
    await expect(repository.open('a.txt')).rejects.toMatchObject(refusal)
    await expect(repository.stat?.('a.txt')).rejects.toMatchObject(refusal)
    await expect(pathsOf(repository.list(''))).rejects.toMatchObject(refusal)
  })
})

describe('a server that copies from its store', () => {
  test('lists only where its answer leaves a doubt', async () => {
    const { url, requests } = await mlflowServer(FILES, { store: 'remote' })
    const repository = testRepository({ trackingUri: url })
    expect(await textOf(repository.open('a.txt'))).toBe('content of a')
    expect(requests.some(({ target }) => target.startsWith(LISTING))).toBe(false)
    expect(await textOf(repository.open('zero'))).toBe('')
    expect(requests.at(-1)?.target).toBe(LISTING)
  })

  test('fails as it says where the file is there', async () => {
    const { repository } = await answering((response) => sendJson(response, 500, { message: 'out of disk' }))
    const error = { code: 'INTERNAL_ERROR', retryable: true, message: expect.stringContaining('out of disk') }
    await expect(repository.open('a.txt')).rejects.toMatchObject(error)
    await expect(repository.open('missing')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    await expect(repository.open('d')).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
  })

  test('is not believed to have an empty file where it lists bytes', async () => {
    const { repository } = await answering((response) =>
      response.writeHead(200, { 'content-disposition': 'attachment', 'transfer-encoding': 'chunked' }).end(),
    )
    await expect(repository.open('a.txt')).rejects.toMatchObject({ code: 'DATA_LOSS', retryable: true })
    expect(await repository.stat?.('zero')).toEqual({ path: 'zero', isDir: false, fileSize: 0 })
  })
})

describe('names', () => {
  test('that the server decodes are read as it decodes them', async () => {
    const { url } = await mlflowServer({ 'my dir/a b.txt': 'x' })
    const repository = testRepository({ trackingUri: url })
    expect(await repository.stat?.('my%20dir/a%2520b.txt')).toEqual({
      path: 'my%20dir/a%2520b.txt',
      isDir: false,
      fileSize: 1,
    })
    expect(await pathsOf(repository.list('my%20dir'))).toEqual(['my%20dir/a b.txt'])
    expect(await textOf(repository.open('my%20dir/a%2520b.txt'))).toBe('x')
  })

  test('that the server would cut are missing, and not another artifact', async () => {
    const { url, requests } = await mlflowServer({ end: 'x' })
    const repository = testRepository({ trackingUri: url })
    await expect(repository.open('end?')).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    expect(await repository.stat?.('end;')).toBeUndefined()
    expect(await pathsOf(repository.list('end%3F'))).toEqual([])
    expect(requests).toEqual([])
  })

  test('that lead out of the root once they are decoded are refused', async () => {
    const { url, requests } = await mlflowServer(FILES)
    const repository = testRepository({ trackingUri: url })
    for (const path of ['%2e%2e/x', 'd/%252e%252e/%252e%252e/x', '%2Fetc/passwd']) {
      await expect(repository.open(path)).rejects.toMatchObject({ name: 'UnsafePathError' })
    }
    expect(requests).toEqual([])
  })
})

test('a listing that is refused is an error', async () => {
  const { url } = await mlflowServer(FILES, {
    instead(_request, response) {
      response.writeHead(403).end('Permission denied')
      return true
    },
  })
  const repository = testRepository({ trackingUri: url })
  await expect(pathsOf(repository.list(''))).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
  await expect(repository.stat?.('a.txt')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
})

test('repositories of one server share a budget', async () => {
  const repository = testRepository({ trackingUri: 'http://u:p@h:5000/prefix' })
  expect(repository.concurrencyKey).toBe('http://h:5000')
})
