import { createServer } from 'node:net'
import { performance } from 'node:perf_hooks'
import { inspect } from 'node:util'
import type { RetryEvent } from '@mlflow-artifacts/repository'
import { describe, expect, test } from 'vitest'
import { CANARY, failureOf } from '../../test/failure-of.ts'
import { makeClient } from '../../test/make-client.ts'
import { listen, serve } from '../../test/serve.ts'
import { ConnectionPools, readText } from '../index.ts'

test.each([408, 429, 500, 502, 503, 504])('a %i is sent again, body and all', async (status) => {
  const server = await serve((response, _request, count) =>
    response.writeHead(count < 3 ? status : 200).end('ok'),
  )
  const response = await makeClient(undefined).request({ url: server.origin, method: 'POST', body: 'data' })
  expect(await readText(response)).toBe('ok')
  expect(server.seen.map(({ body }) => body)).toEqual(['data', 'data', 'data'])
})

test.each([400, 401, 403, 404, 409, 413, 501])('a %i is the answer', async (status) => {
  const server = await serve((response) => response.writeHead(status).end('no'))
  const response = await makeClient(undefined).request({ url: server.origin })
  expect([response.status, await readText(response)]).toEqual([status, 'no'])
  expect(server.seen).toHaveLength(1)
})

test.each([
  ['artifacts', 'Artifact serving is disabled. Run `mlflow server` with `--serve-artifacts` to enable.'],
  [
    'runs',
    'Endpoint: /api/2.0/mlflow/runs/get disabled due to the mlflow server running in `--artifacts-only` mode. To enable ' +
      'tracking server functionality, run `mlflow server` without `--artifacts-only`',
  ],
])('a 503 of a server that serves no %s is the answer', async (_, text) => {
  const server = await serve((response) => response.writeHead(503).end(text))
  const response = await makeClient(undefined).request({ url: server.origin })
  expect([response.status, await readText(response)]).toEqual([503, text])
  expect(server.seen).toHaveLength(1)
})

test.each([
  [503, 'TEMPORARILY_UNAVAILABLE'],
  [500, 'TEMPORARILY_UNAVAILABLE'],
  [429, 'RESOURCE_EXHAUSTED'],
])("in the end a %i is Python's error, with what the server said as its cause", async (status, code) => {
  const server = await serve((response) =>
    response.writeHead(status, { 'retry-after': '0' }).end('overloaded'),
  )
  const error = await failureOf(
    makeClient(undefined).request({ url: `${server.origin}/a/b?token=${CANARY}` }),
  )
  expect(error).toMatchObject({
    code,
    retryable: true,
    retryAfterMs: 0,
    uri: `${server.origin}/a/b?token=REDACTED`,
    cause: new Error(`HTTP status ${status}: overloaded`),
    message:
      `API request to ${server.origin}/a/b failed with exception HTTPConnectionPool(host='127.0.0.1', ` +
      `port=${server.port}): Max retries exceeded with url: /a/b?token=REDACTED (Caused by ` +
      `ResponseError('too many ${status} error responses'))`,
  })
  expect(server.seen).toHaveLength(4)
})

test('a server that repeats what it was sent gives nothing away', async () => {
  const server = await serve((response, request) => {
    const { authorization = '' } = request.headers
    const decoded = Buffer.from(authorization.slice('Basic '.length), 'base64')
    response.writeHead(500).end(`no: ${decoded} http://h/?t=${CANARY} ${JSON.stringify(request)}`)
  })
  const client = makeClient(server.origin.replace('://', `://user:${CANARY}-password@`), {
    settings: { headers: { 'x-iap': `${CANARY}-header`, cookie: `session=${CANARY}` } },
  })
  const error = await failureOf(client.request({ url: server.origin, headers: { 'x-own': `${CANARY}-own` } }))
  expect(error.cause).toMatchObject({
    message: expect.stringContaining('no: REDACTED http://h/?t=REDACTED {'),
  })
})

test('a request may say how often', async () => {
  const server = await serve((response) => response.writeHead(503).end())
  await failureOf(makeClient(undefined).request({ url: server.origin, retries: 0 }))
  expect(server.seen).toHaveLength(1)
})

test('an answer that breaks off is fetched again', async () => {
  const server = await serve((response, _request, count) => {
    response.writeHead(200, { 'content-length': '8' })
    if (count === 1) response.write('half', () => response.destroy())
    else response.end('the same')
  })
  expect(await readText(await makeClient(undefined).request({ url: server.origin }))).toBe('the same')
  expect(server.seen).toHaveLength(2)
})

test('a connection that is closed without an answer is tried again', async () => {
  let connections = 0
  const port = await listen(
    createServer((socket) => {
      connections++
      socket.destroy()
    }),
  )
  const error = await failureOf(makeClient(undefined).request({ url: `http://127.0.0.1:${port}/p` }))
  expect(error).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', retryable: true })
  expect(connections).toBe(4)
})

test('an answer may be empty, or large', async () => {
  const large = 'x'.repeat(5 * 2 ** 20)
  const server = await serve((response, { url }) => response.end(url === '/large' ? large : undefined))
  const client = makeClient(undefined)
  expect(await readText(await client.request({ url: `${server.origin}/` }))).toBe('')
  expect(await readText(await client.request({ url: `${server.origin}/large` }))).toBe(large)
})

test('but not without end', async () => {
  const block = Buffer.alloc(2 ** 20)
  const server = await serve((response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(block)) {}
    }
    response.on('drain', more)
    more()
  })
  const error = await failureOf(makeClient(undefined).request({ url: `${server.origin}/?t=${CANARY}` }))
  expect(error).toMatchObject({ code: 'MAX_READ_SIZE_EXCEEDED', retryable: false })
  expect(server.seen).toHaveLength(1)
})

describe('Retry-After', () => {
  test('is waited for, in place of the backoff', async () => {
    const server = await serve((response, _request, count) =>
      count === 1 ? response.writeHead(503, { 'retry-after': '1' }).end() : response.end(),
    )
    const start = performance.now()
    await makeClient(undefined).request({ url: server.origin })
    expect(performance.now() - start).toBeGreaterThan(990)
  })

  test('makes a 413 pass, while there are repetitions left', async () => {
    const past = new Date(0).toUTCString()
    const server = await serve((response) => response.writeHead(413, { 'retry-after': past }).end('big'))
    expect((await makeClient(undefined).request({ url: server.origin })).status).toBe(413)
    expect(server.seen).toHaveLength(4)
  })

  test('may be told to be ignored', async () => {
    const server = await serve((response, _request, count) =>
      count === 1 ? response.writeHead(503, { 'retry-after': '3600' }).end() : response.end(),
    )
    const environment = { MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER: 'false' }
    expect((await makeClient(undefined, { environment }).request({ url: server.origin })).status).toBe(200)
  })

  test('is not waited for after an abort', async () => {
    const abort = new AbortController()
    const reason = { why: 'closing' }
    const server = await serve((response) => {
      response.writeHead(503, { 'retry-after': '3600' }).end()
      response.on('close', () => setImmediate(() => abort.abort(reason)))
    })
    const request = makeClient(undefined).request({ url: server.origin, signal: abort.signal })
    await expect(request).rejects.toBe(reason)
    expect(server.seen).toHaveLength(1)
  })
})

test('an outage costs a bounded number of requests, however many are waiting', async () => {
  const server = await serve((response) => response.writeHead(503).end())
  const retries = { max: 7 }
  const client = makeClient(undefined, { pools: new ConnectionPools(), settings: { retries } })
  const calls = Array.from({ length: 60 }, () => failureOf(client.request({ url: server.origin })))
  for (const error of await Promise.all(calls)) expect(error.code).toBe('TEMPORARILY_UNAVAILABLE')
  // And one for each second that it takes.
  expect(server.seen.length).toBeGreaterThanOrEqual(60 * 3 + 100)
  expect(server.seen.length).toBeLessThan(60 * 8)
})

test('an outage that used up the repetitions is not fatal for a short one after it', async () => {
  let isUp = false
  const failed = new Set<string | undefined>()
  const server = await serve((response, { url }) => {
    const isFirst = !failed.has(url)
    failed.add(url)
    response.writeHead(isUp && !isFirst ? 200 : 503).end()
  })
  const client = makeClient(undefined, { settings: { retries: { max: 7 } } })
  const call = (name: number) => client.request({ url: `${server.origin}/${name}` })
  await Promise.all(Array.from({ length: 60 }, (_, name) => failureOf(call(name))))
  isUp = true
  const statuses = Array.from({ length: 20 }, async (_, name) => (await call(100 + name)).status)
  expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]))
})

test('each repetition is told before its pause, without what was sent', async () => {
  let answers = 0
  const server = await serve((response) => {
    answers += 1
    response.writeHead(answers < 3 ? 503 : 200).end(`${CANARY} is busy`)
  })
  const events: RetryEvent[] = []
  const client = makeClient(server.origin, {
    onRetry: (event) => events.push(event),
    settings: { headers: { 'x-token': CANARY } },
  })
  const { status } = await client.request({ url: `${server.origin}/a?token=${CANARY}` })
  expect(status).toBe(200)
  expect(events).toMatchObject([
    { attempt: 2, attempts: 4, delayMs: 0, uri: `${server.origin}/a?token=REDACTED` },
    { attempt: 3, attempts: 4, delayMs: 0, error: { code: 'TEMPORARILY_UNAVAILABLE', retryable: true } },
  ])
  expect(inspect(events, { depth: 9 })).not.toContain(CANARY)
})

test('the last failure is no repetition, and neither is an answer, nor what is not sent again', async () => {
  const server = await serve((response, request) =>
    response.writeHead(request.url === '/no' ? 404 : 503).end(),
  )
  const events: RetryEvent[] = []
  const client = makeClient(server.origin, { onRetry: (event) => events.push(event) })
  await client.request({ url: `${server.origin}/no` })
  await failureOf(client.request({ url: server.origin, retries: 0 }))
  for (const kind of ['once', 'data'] as const) await client.request({ url: server.origin, kind })
  expect(events).toEqual([])
  await failureOf(client.request({ url: server.origin, retries: 1 }))
  expect(events).toMatchObject([{ attempt: 2, attempts: 2 }])
})
