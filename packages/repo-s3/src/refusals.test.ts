import { s3Refusal } from '@mlflow-artifacts/testing/fault-server'
import { describe, expect, test } from 'vitest'
import { failureOf, pathsOf, walked } from '../test/collect.ts'
import { SECRET, startStore } from '../test/start-store.ts'

const REFUSALS: readonly (readonly [status: number, s3: string, code: string, hint: RegExp | undefined])[] = [
  [403, 'InvalidAccessKeyId', 'UNAUTHENTICATED', /AWS_ACCESS_KEY_ID/],
  [403, 'SignatureDoesNotMatch', 'UNAUTHENTICATED', /AWS_SECRET_ACCESS_KEY/],
  [400, 'ExpiredToken', 'UNAUTHENTICATED', /AWS_SESSION_TOKEN/],
  [400, 'InvalidToken', 'UNAUTHENTICATED', /AWS_SESSION_TOKEN/],
  [403, 'RequestTimeTooSkewed', 'UNAUTHENTICATED', /clock/],
  [400, 'AuthorizationHeaderMalformed', 'UNAUTHENTICATED', /AWS_DEFAULT_REGION/],
  [301, 'PermanentRedirect', 'INVALID_PARAMETER_VALUE', /AWS_DEFAULT_REGION/],
  [403, 'AccessDenied', 'PERMISSION_DENIED', /s3:ListBucket.*s3:GetObject/],
  [404, 'NoSuchBucket', 'RESOURCE_DOES_NOT_EXIST', /MLFLOW_S3_ENDPOINT_URL/],
  [400, 'InvalidBucketName', 'INVALID_PARAMETER_VALUE', /name of the bucket/],
  [403, 'InvalidObjectState', 'INVALID_STATE', /restored/],
]
/** What may pass, so that whoever reads tries again. */
const PASSING: readonly (readonly [status: number, s3: string, code: string])[] = [
  [503, 'SlowDown', 'RESOURCE_EXHAUSTED'],
  [429, 'TooManyRequests', 'RESOURCE_EXHAUSTED'],
  [503, 'ServiceUnavailable', 'TEMPORARILY_UNAVAILABLE'],
  [500, 'InternalError', 'INTERNAL_ERROR'],
  [400, 'RequestTimeout', 'TEMPORARILY_UNAVAILABLE'],
]

describe('a refusal has a code, and a hint that names what to look at', () => {
  test.each(REFUSALS)('%i %s: %s', async (status, s3, code, hint) => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    server.faults = () => s3Refusal(status, s3)
    const reader = repository()
    const listing = await failureOf(pathsOf(reader.list('')))
    expect(listing).toMatchObject({ code, retryable: false, uri: 's3://bucket/root' })
    expect(listing.message).toBe(`Failed to list artifacts in s3://bucket/root: The message of ${s3}`)
    expect(listing.hint).toMatch(hint ?? /^$/)
    expect(await failureOf(walked(reader))).toMatchObject({ code, message: listing.message })
    const reading = await failureOf(reader.open('a'))
    expect(reading).toMatchObject({ code, uri: 's3://bucket/root/a', hint: listing.hint })
    expect(reading.message).toBe(`Failed to read s3://bucket/root/a: The message of ${s3}`)
  })

  test.each(PASSING)('%i %s may pass', async (status, s3, code) => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    server.faults = () => s3Refusal(status, s3, { 'retry-after': '7' })
    for (const call of [() => pathsOf(repository().list('')), () => repository().open('a')]) {
      expect(await failureOf(call())).toMatchObject({ code, retryable: true, retryAfterMs: 7_000 })
    }
  })

  test('with status 200 is one, too', async () => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    server.faults = () => s3Refusal(200, 'InternalError')
    for (const call of [() => pathsOf(repository().list('')), () => repository().open('a')]) {
      expect(await failureOf(call())).toMatchObject({ retryable: true })
    }
  })

  test.each([
    ['AccessDenied', 'PERMISSION_DENIED'],
    ['SignatureDoesNotMatch', 'UNAUTHENTICATED'],
    ['NoSuchBucket', 'RESOURCE_DOES_NOT_EXIST'],
    ['ExpiredToken', 'UNAUTHENTICATED'],
  ])('and it passes only if it may: %s', async (s3, code) => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    server.faults = () => s3Refusal(200, s3)
    for (const call of [() => pathsOf(repository().list('')), () => repository().open('a')]) {
      expect(await failureOf(call())).toMatchObject({ code, retryable: false })
    }
  })

  test('in words of a gateway is quoted by its status only', async () => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    server.faults = () => ({
      answer: { status: 403, headers: { 'content-type': 'text/html' }, body: '<h1>No' },
    })
    expect(await failureOf(repository().open('a'))).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: 'Failed to read s3://bucket/root/a: HTTP status 403',
    })
    expect((await failureOf(pathsOf(repository().list('')))).code).toBe('PERMISSION_DENIED')
  })

  test('of the first listing says why an artifact cannot be found', async () => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    server.faults = () => s3Refusal(403, 'InvalidAccessKeyId')
    expect(await failureOf(Promise.resolve(repository().stat?.('a')))).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'Failed to list artifacts in s3://bucket/root: The message of InvalidAccessKeyId',
    })
    server.faults = ({ kind }) => (kind === 's3-object' ? s3Refusal(403, 'AccessDenied') : undefined)
    expect(await failureOf(Promise.resolve(repository().stat?.('a/b')))).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: 'Failed to read s3://bucket/root/a/b: The message of AccessDenied',
    })
  })

  // As S3 refuses an object with a key of its own (SSE-C), and one whose KMS key is another's.
  test.each([
    [400, 'InvalidRequest'],
    [403, 'AccessDenied'],
  ])('of HEAD (%i), which has no words, has those of one byte, asked for once', async (status, s3) => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    server.faults = ({ method, kind }) =>
      kind === 's3-object' ? s3Refusal(status, method === 'HEAD' ? '' : s3) : undefined
    const failure = await failureOf(Promise.resolve(repository().stat?.('b')))
    expect(failure.message).toBe(`Failed to read s3://bucket/root/b: The message of ${s3}`)
    const ofObject = server.requests.filter(({ kind }) => kind === 's3-object')
    expect(ofObject.map(({ method, headers }) => [method, headers.range])).toEqual([
      ['HEAD', undefined],
      ['GET', 'bytes=0-0'],
    ])
  })

  test('of HEAD alone is asked for once more, and is what it was', async () => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    server.faults = ({ method }) => (method === 'HEAD' ? s3Refusal(403, '') : undefined)
    expect(await failureOf(Promise.resolve(repository().stat?.('a')))).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: 'Failed to read s3://bucket/root/a: HTTP status 403',
    })
    expect(server.requests.filter(({ kind }) => kind === 's3-object').map(({ method }) => method)).toEqual([
      'HEAD',
      'GET',
      'HEAD',
    ])
  })

  test.each([404, 503])('of HEAD that says enough is not asked about: %i', async (status) => {
    const { server, repository } = await startStore({})
    server.faults = ({ method }) => (method === 'HEAD' ? s3Refusal(status, '') : undefined)
    await Promise.resolve(repository().stat?.('a')).catch(() => undefined)
    expect(server.requests.map(({ method, kind }) => (kind === 's3-object' ? method : ''))).not.toContain(
      'GET',
    )
  })

  test.each([
    [
      '/bucket',
      /MLFLOW_S3_ENDPOINT_URL \(http:\/\/127\.0\.0\.1:\d+\/bucket\) names the store alone: http:\/\/127\.0\.0\.1:\d+\./,
    ],
    ['/other', /A bucket is in the endpoint of the store already.* such as/],
  ])('of a listing as an object means that a bucket is in the endpoint: %s', async (path, hint) => {
    const { server, repository } = await startStore({})
    server.faults = () => s3Refusal(404, 'NoSuchKey')
    const reader = repository({ environment: { MLFLOW_S3_ENDPOINT_URL: server.origin + path } })
    const calls = [
      () => pathsOf(reader.list('')),
      () => walked(reader),
      () => reader.stat?.('a'),
      () => reader.open('a'),
    ]
    for (const call of calls) {
      const failure = await failureOf(Promise.resolve(call()))
      expect(failure).toMatchObject({ code: 'INVALID_PARAMETER_VALUE', hint: expect.stringMatching(hint) })
      expect(failure.message).toBe('Failed to list artifacts in s3://bucket/root: The message of NoSuchKey')
    }
  })
})

describe('no answer', () => {
  test('is an error that names the endpoint', async () => {
    const { server, repository } = await startStore({})
    const reader = repository()
    await server.close()
    for (const call of [() => pathsOf(reader.list('')), () => reader.open('a')]) {
      expect(await failureOf(call())).toMatchObject({
        code: 'TEMPORARILY_UNAVAILABLE',
        retryable: true,
        hint: expect.stringContaining('MLFLOW_S3_ENDPOINT_URL'),
      })
    }
  })

  test.each([{ hangUp: 'rst' }, { cut: { at: 100, how: 'rst' } }, { cut: { at: 100, how: 'fin' } }] as const)(
    'or half of one (%j) is asked for again by the SDK, as often as AWS_MAX_ATTEMPTS says',
    async (fault) => {
      const { server, repository } = await startStore({ 'root/a': 'a' })
      server.faults = ({ index }) => (index < 2 ? fault : undefined)
      expect(await pathsOf(repository({ environment: { AWS_MAX_ATTEMPTS: '3' } }).list(''))).toEqual(['a'])
    },
  )

  test('is not waited for when the call is aborted', async () => {
    const { server, repository } = await startStore({ 'root/a': 'a' })
    const reason = new Error('enough')
    for (const fault of [{ stallBeforeHeaders: true }, { hangUp: 'rst' } as const]) {
      const controller = new AbortController()
      server.faults = () => {
        setImmediate(() => controller.abort(reason))
        return fault
      }
      const reader = repository({ environment: { AWS_MAX_ATTEMPTS: '100' } })
      const { signal } = controller
      await expect(pathsOf(reader.list('', { signal }))).rejects.toBe(reason)
      await expect(reader.open('a', { signal })).rejects.toBe(reason)
    }
  })
})

test.each(['s3:///path', `s3://user:${SECRET}@bucket/path`])('%s names no bucket', async (uri) => {
  const { repository } = await startStore({})
  expect(await failureOf((async () => repository({ uri }))())).toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
  })
})

test.each([
  [
    's3://arn:aws:s3:us-east-1:123456789012:accesspoint/reader/runs/1',
    's3://arn:aws:s3:us-east-1:123456789012:accesspoint:reader/runs/1',
  ],
  [
    's3://arn:aws:s3::123456789012:accesspoint/m.mrap/x',
    's3://arn:aws:s3::123456789012:accesspoint:m.mrap/x',
  ],
])('%s is cut off by its slash', async (uri, right) => {
  const { repository } = await startStore({})
  expect(await failureOf((async () => repository({ uri }))())).toMatchObject({
    code: 'INVALID_PARAMETER_VALUE',
    hint: expect.stringContaining(right),
  })
})

test('a name that no bucket may have is refused before anything is sent', async () => {
  const { server, repository } = await startStore({})
  const reader = repository({ uri: 's3://arn:aws:s3:us-east-1/path' })
  for (const call of [() => pathsOf(reader.list('')), () => reader.open('a')]) {
    expect(await failureOf(call())).toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      hint: expect.stringContaining('name of the bucket'),
    })
  }
  expect(server.requests).toEqual([])
})
