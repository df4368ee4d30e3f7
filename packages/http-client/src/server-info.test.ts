import type { HttpClient } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { serverInfo } from './index.ts'

const URL = 'http://h/p/api/3.0/mlflow/server-info'

interface Server {
  readonly http: HttpClient
  readonly urls: readonly string[]
}

/** A client of a server that gives these answers, one after the other; the last one again and again. */
function serverWith(...answers: readonly { status?: number; body: string }[]): Server {
  const urls: string[] = []
  const request: HttpClient['request'] = async ({ url, retries, headersTimeoutMs }) => {
    expect({ retries, headersTimeoutMs }).toEqual({ retries: 0, headersTimeoutMs: 3_000 })
    const { status = 200, body = '' } = answers[Math.min(urls.length, answers.length - 1)] ?? {}
    urls.push(url)
    return { status, headers: {}, url, body: bodyOf(body) }
  }
  return { http: { request }, urls }
}

async function* bodyOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('a good answer is kept for a minute', async () => {
  const { http, urls } = serverWith({ body: '{"a": true}' }, { body: '{"a": false}' })
  expect(await serverInfo(http, 'http://h/p')).toEqual({
    status: 200,
    data: { a: true },
    text: '{"a": true}',
  })
  vi.advanceTimersByTime(59_999)
  expect((await serverInfo(http, 'http://h/p')).data).toEqual({ a: true })
  expect(urls).toEqual([URL])
  vi.advanceTimersByTime(1)
  expect((await serverInfo(http, 'http://h/p')).data).toEqual({ a: false })
  expect(urls).toEqual([URL, URL])
})

test('callers at the same time share one request', async () => {
  const { http, urls } = serverWith({ body: '{}' })
  await Promise.all([serverInfo(http, 'http://h/p'), serverInfo(http, 'http://h/p')])
  expect(urls).toEqual([URL])
})

test('servers, endpoints and clients are kept apart', async () => {
  const { http, urls } = serverWith({ body: '{}' })
  await serverInfo(http, 'http://h/p')
  await serverInfo(http, 'http://other')
  await serverInfo(http, 'http://h/p', { endpoint: '/e' })
  expect(urls).toEqual([URL, 'http://other/api/3.0/mlflow/server-info', 'http://h/p/e'])
  const other = serverWith({ body: '{}' })
  await serverInfo(other.http, 'http://h/p')
  expect(other.urls).toEqual([URL])
})

test('a refusal is given back, and not kept', async () => {
  const { http, urls } = serverWith({ status: 404, body: '<html>' }, { body: '{}' })
  expect(await serverInfo(http, 'http://h/p')).toEqual({ status: 404, data: {}, text: '<html>' })
  expect((await serverInfo(http, 'http://h/p')).status).toBe(200)
  expect(urls).toEqual([URL, URL])
})

test.each([
  ['<html>', 'Invalid JSON returned by /api/3.0/mlflow/server-info'],
  ['[]', 'Expected a JSON object from /api/3.0/mlflow/server-info'],
])('%s is an error, and not kept', async (body, message) => {
  const { http } = serverWith({ body }, { body: '{}' })
  await expect(serverInfo(http, 'http://h/p')).rejects.toMatchObject({ message, uri: URL })
  expect((await serverInfo(http, 'http://h/p')).status).toBe(200)
})

test('an abort ends the wait of its caller only', async () => {
  let answer = (): void => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  const http: HttpClient = {
    request: async ({ url }) => {
      await answered
      return { status: 200, headers: {}, url, body: bodyOf('{}') }
    },
  }
  const controller = new AbortController()
  const mine = Promise.allSettled([serverInfo(http, 'http://h', { signal: controller.signal })])
  const others = serverInfo(http, 'http://h')
  const reason = new Error('enough')
  controller.abort(reason)
  expect(await mine).toEqual([{ status: 'rejected', reason }])
  answer()
  expect((await others).status).toBe(200)
  await expect(serverInfo(http, 'http://h', { signal: controller.signal })).rejects.toBe(reason)
})
