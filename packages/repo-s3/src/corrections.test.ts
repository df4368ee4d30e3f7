import { S3Client } from '@aws-sdk/client-s3'
import type { ArtifactRepository } from '@mlflow-artifacts/repository'
import { type Fault, type FaultServer, s3Refusal } from '@mlflow-artifacts/testing/fault-server'
import { describe, expect, test } from 'vitest'
import { failureOf, pathsOf, textOf } from '../test/collect.ts'
import { startStore } from '../test/start-store.ts'

/** Ways to meet a refusal: by the SDK, and by a request of our own. */
const CALLS: Readonly<Record<string, (repository: ArtifactRepository) => Promise<unknown>>> = {
  list: (repository) => pathsOf(repository.list('')),
  open: (repository) => textOf(repository.open('a')),
  stat: async (repository) => (await repository.stat?.('a'))?.fileSize,
}
const EXPECTED: Readonly<Record<string, unknown>> = { list: ['a'], open: 'content', stat: 7 }
/** Requests of a call that are sent at once: the second may know what the first has learnt. */
const AT_ONCE: Readonly<Record<string, number>> = { list: 1, open: 1, stat: 2 }

const regionOf = (authorization = ''): string | undefined =>
  /\/([^/]+)\/s3\/aws4_request/.exec(authorization)?.[1]
const regionsAsked = ({ requests }: FaultServer): unknown[] =>
  requests.map(({ headers }) => regionOf(headers.authorization))

test('a client of your own that has no region is told of by an error with a type', async () => {
  const { server, repository } = await startStore({ 'root/a': 'content' })
  const client = new S3Client({
    endpoint: `${server.origin}/s3`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    region: (): Promise<string> => Promise.reject(new Error('Region is missing')),
  })
  for (const call of Object.values(CALLS)) {
    expect((await failureOf(call(repository({ client })))).message).toContain('Region is missing')
  }
})

test('many that ask the wrong region at once all go to the right one', async () => {
  const { server, repository } = await startStore({ 'root/a': 'content' })
  server.faults = ({ headers }) =>
    regionOf(headers.authorization) === 'eu-west-1'
      ? undefined
      : s3Refusal(301, 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-west-1' })
  const reader = repository()
  const texts = Array.from({ length: 8 }, () => textOf(reader.open('a')))
  expect(await Promise.all(texts)).toEqual(texts.map(() => 'content'))
})

describe.each(Object.entries(CALLS))('%s', (name, call) => {
  test.each<[string, Fault]>([
    ['301', s3Refusal(301, 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-west-1' })],
    ['400', s3Refusal(400, 'AuthorizationHeaderMalformed', {}, { Region: 'eu-west-1' })],
    [
      '307',
      s3Refusal(307, 'TemporaryRedirect', {
        'x-amz-bucket-region': 'eu-west-1',
        location: 'http://elsewhere.invalid/',
      }),
    ],
    ['400 with a header', s3Refusal(400, 'IllegalLocation', { 'x-amz-bucket-region': 'eu-west-1' })],
  ])('goes to the region of the bucket, which is remembered: %s', async (_, refusal) => {
    const { server, repository } = await startStore({ 'root/a': 'content' })
    server.faults = ({ headers, method }) => {
      if (regionOf(headers.authorization) === 'eu-west-1') return undefined
      // An answer to HEAD has no document: only the header tells.
      return method === 'HEAD' ? s3Refusal(301, '', { 'x-amz-bucket-region': 'eu-west-1' }) : refusal
    }
    const reader = repository()
    expect(await call(reader)).toEqual(EXPECTED[name])
    expect(await textOf(reader.open('a'))).toBe('content')
    const asked = regionsAsked(server)
    expect(asked.filter((region) => region === 'eu-west-1')).toHaveLength((AT_ONCE[name] ?? 0) + 1)
    expect(asked.filter((region) => region === 'us-east-1').length).toBeLessThanOrEqual(AT_ONCE[name] ?? 0)
  })

  test('corrects its clock by the one of the store, once', async () => {
    const { server, repository } = await startStore({ 'root/a': 'content' })
    const skewMs = 40 * 60_000
    server.faults = ({ headers }) => {
      const [, ...parts] = /^(....)(..)(..T..)(..)(..Z)$/.exec(headers['x-amz-date'] ?? '') ?? []
      const [year, month, hour, minute, second] = parts
      const signed = Date.parse(`${year}-${month}-${hour}:${minute}:${second}`)
      const theirs = Date.now() + skewMs
      const date = new Date(theirs).toUTCString()
      return Math.abs(theirs - signed) > 15 * 60_000
        ? s3Refusal(403, 'RequestTimeTooSkewed', { date })
        : undefined
    }
    const reader = repository({ environment: { AWS_MAX_ATTEMPTS: '2' } })
    expect(await call(reader)).toEqual(EXPECTED[name])
    expect(await textOf(reader.open('a'))).toBe('content')
    expect(server.requests.length).toBeLessThanOrEqual(2 * (AT_ONCE[name] ?? 0) + 1)
  })

  test('renews credentials that have expired, once', async () => {
    const { server, repository } = await startStore({ 'root/a': 'content' })
    const environment: Record<string, string> = { AWS_SESSION_TOKEN: 'old' }
    server.faults = ({ headers, method }) => {
      if (headers['x-amz-security-token'] === 'new') return undefined
      environment.AWS_SESSION_TOKEN = 'new'
      return method === 'HEAD' ? s3Refusal(400, '') : s3Refusal(400, 'ExpiredToken')
    }
    const reader = repository({ live: environment })
    expect(await call(reader)).toEqual(EXPECTED[name])
    expect(server.requests.map(({ headers }) => headers['x-amz-security-token']).slice(0, 2)).toEqual(
      name === 'stat' ? ['old', 'old'] : ['old', 'new'],
    )
  })

  test('does none of it twice', async () => {
    const { server, repository } = await startStore({ 'root/a': 'content' })
    for (const code of ['ExpiredToken', 'RequestTimeTooSkewed', 'AuthorizationHeaderMalformed']) {
      server.faults = () => s3Refusal(400, code, { date: new Date().toUTCString() }, { Region: 'eu-west-1' })
      const before = server.requests.length
      expect((await failureOf(call(repository()))).code).toBe('UNAUTHENTICATED')
      expect(server.requests.length - before).toBeLessThanOrEqual(name === 'stat' ? 4 : 3)
    }
  })
})

test('a region that was learnt serves later repositories of the backend', async () => {
  const { server, repository } = await startStore({ 'root/a': 'content' })
  server.faults = ({ headers }) =>
    regionOf(headers.authorization) === 'eu-west-1'
      ? undefined
      : s3Refusal(400, 'AuthorizationHeaderMalformed', {}, { Region: 'eu-west-1' })
  const again = repository()
  expect(await textOf(again.open('a'))).toBe('content')
  expect(regionsAsked(server)).toEqual(['us-east-1', 'eu-west-1'])
})

test("a client of one's own keeps its region, and the error says which is right", async () => {
  const { server, repository } = await startStore({ 'root/a': 'content' })
  const client = new S3Client({
    region: 'us-west-2',
    endpoint: `${server.origin}/s3`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'own', secretAccessKey: 'secret' },
    maxAttempts: 1,
  })
  expect(await textOf(repository({ client }).open('a'))).toBe('content')
  expect(await pathsOf(repository({ client }).list(''))).toEqual(['a'])
  expect(server.requests.every(({ headers }) => headers.authorization?.includes('Credential=own/'))).toBe(
    true,
  )
  server.faults = () => s3Refusal(301, 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-west-1' })
  expect((await failureOf(repository({ client }).open('a'))).hint).toContain('eu-west-1')
  expect((await failureOf(pathsOf(repository({ client }).list('')))).hint).toContain('eu-west-1')
})
