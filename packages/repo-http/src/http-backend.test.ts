import type { BackendContext, HttpRequest } from '@mlflow-artifacts/repository'
import { describe, expect, test } from 'vitest'
import { httpBackend } from './index.ts'

/** What is requested to open and to list, by a client that records it. */
async function requests(
  uri: string,
  trackingUri: string | undefined,
  path = 'f#1.txt',
  more: Record<string, string> = {},
): Promise<HttpRequest[]> {
  const sent: HttpRequest[] = []
  const http: BackendContext['http'] = {
    async request(request) {
      sent.push(request)
      return { status: 410, headers: {}, url: request.url, body: (async function* () {})() }
    },
  }
  const environment = { MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'false', ...more }
  const repository = httpBackend().repository(uri, { http, environment, trackingUri })
  await repository.open(path).catch(() => undefined)
  await repository
    .list('d e')
    [Symbol.asyncIterator]()
    .next()
    .catch(() => undefined)
  return sent
}

const API = '/api/2.0/mlflow-artifacts/artifacts'

test.each([
  ['mlflow-artifacts:/1/a', 'http://h:5000', `http://h:5000${API}`, '1/a'],
  ['mlflow-artifacts:/1/a', 'https://h/pre/fix/', `https://h/pre/fix${API}`, '1/a'],
  ['mlflow-artifacts:/', 'https://h/pre', `https://h/pre${API}`, ''],
  ['mlflow-artifacts://other:80/1', 'http://h/pre', `http://other:80/pre${API}`, '1'],
  ['MLFLOW-ARTIFACTS:1/a b', 'http://h', `http://h${API}`, '1/a%20b'],
  [`http://h${API}/1/a`, undefined, `http://h${API}`, '1/a'],
  [
    `https://h/pre/ajax-api/2.0/mlflow-artifacts/artifacts/1/a%20b/`,
    'sqlite:///x',
    `https://h/pre/ajax-api/2.0/mlflow-artifacts/artifacts`,
    '1/a%20b',
  ],
])('%s on %s', async (uri, trackingUri, base, root) => {
  const [open, list] = await requests(uri, trackingUri)
  expect(open?.url).toBe(`${base}/${root === '' ? '' : `${root}/`}f%231.txt`)
  expect(list?.url).toBe(
    `${base}?path=${encodeURIComponent(decodeURIComponent(root === '' ? 'd e' : `${root}/d e`)).replaceAll('%20', '+')}`,
  )
})

test.each([
  ['mlflow-artifacts:/1', ['team', 'team']],
  ['mlflow-artifacts://artifacts-only:5500/1', ['team', 'team']],
  [`http://artifacts-only${API}/1`, ['team', 'team']],
  ['http://web/1', [undefined]],
])('the workspace is named to every server of artifacts: %s', async (uri, expected) => {
  const sent = await requests(uri, 'http://h', 'f', { MLFLOW_WORKSPACE: ' team ' })
  expect(sent.map(({ headers }) => headers?.['x-mlflow-workspace'])).toEqual(expected)
})

test('a query is kept and sent, and shown without its values', async () => {
  const [open, list] = await requests(`http://h${API}/1?key=canary`, undefined)
  expect(open?.url).toBe(`http://h${API}/1/f%231.txt?key=canary`)
  expect(list?.url).toBe(`http://h${API}?path=1%2Fd+e&key=canary`)
})

test('messages name the repository as it was named, unencoded, as in Python', () => {
  const http = { request: () => Promise.reject(new Error('not asked')) }
  const repository = (uri: string, trackingUri: string): string =>
    httpBackend().repository(uri, { http, environment: {}, trackingUri }).uri
  expect(repository(`http://u:canary@h${API}/é a`, 'http://h')).toBe(`http://h${API}/é a`)
  expect(repository('mlflow-artifacts:/1/中 b', 'http://h')).toBe(`http://h${API}/1/中 b`)
})

describe('user and password', () => {
  test('of the URI go into a header, and are not shown', async () => {
    for (const uri of [`http://u%40:canary@h${API}/1`, 'http://u%40:canary@h/files']) {
      const [open] = await requests(uri, undefined)
      expect(open?.url).not.toContain('canary')
      expect(open?.headers?.authorization).toBe(`Basic ${Buffer.from('u@:canary').toString('base64')}`)
    }
  })

  test('of the tracking URI are left to the client', async () => {
    const [open] = await requests('mlflow-artifacts:/1', 'http://u:canary@h')
    expect(open?.url).not.toContain('canary')
    expect(open?.headers?.authorization).toBeUndefined()
  })
})

test.each([
  ['mlflow-artifacts:/1', 'sqlite:///mlflow.db', 'INTERNAL_ERROR'],
  ['mlflow-artifacts:/1', undefined, 'INTERNAL_ERROR'],
  ['mlflow-artifacts://5000/1', 'http://h', 'INTERNAL_ERROR'],
  ['http://', undefined, 'INVALID_PARAMETER_VALUE'],
  ['http://*/f', undefined, 'INVALID_PARAMETER_VALUE'],
])('%s on %s is refused', (uri, trackingUri, code) => {
  const http = { request: () => Promise.reject(new Error('not asked')) }
  expect(() => httpBackend().repository(uri, { http, environment: {}, trackingUri })).toThrow(
    expect.objectContaining({ code }),
  )
})
