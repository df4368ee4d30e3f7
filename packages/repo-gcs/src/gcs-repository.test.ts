import { bytesFile, loginPage, refusal } from '@mlflow-artifacts/testing/fault-server'
import { expect, test } from 'vitest'
import { pathsOf, textOf } from '../test/collect.ts'
import { startGcs, testRepository } from '../test/start-gcs.ts'

const LONG = '中'.repeat(340)
const NAMES: readonly string[] = [
  'a b',
  'a#b',
  'a?b',
  'a%b',
  'a%20b',
  'a+b',
  "a'()!*b",
  'a//b',
  './a',
  'a/./b',
  '\u0001',
  '\u007f',
  '\n',
  '🎉',
  'e\u0301',
  LONG,
]

test.each(NAMES)('the object %j is listed and opened by its literal name', async (name) => {
  const server = await startGcs({ [`run/d/${name}`]: name, 'run/d/a': 'another' })
  const repository = testRepository(server)
  expect(await pathsOf(repository.walk?.('d') ?? repository.list('d'))).toContain(`d/${name}`)
  expect(await textOf(await repository.open(`d/${name}`))).toBe(name)
  expect(await repository.stat?.(`d/${name}`)).toMatchObject({ isDir: false })
})

test.each([
  ['gs://bucket', 'x'],
  ['gs://bucket//', '/x'],
  ['gs://bucket///', '//x'],
  ['gs://bucket//a', '/a/x'],
  ['gs://bucket/a/', 'a/x'],
  ['gs://bucket/a//', 'a//x'],
])('the root %s is what its characters say', async (uri, name) => {
  // What other roots could be taken for.
  const others = Object.fromEntries(
    ['x', '/x', '//x', 'a/x', 'a//x', '/a/x'].map((other) => [other, 'other']),
  )
  const repository = testRepository(await startGcs({ ...others, [name]: 'this' }), { uri })
  expect(await textOf(await repository.open('x'))).toBe('this')
  expect(await repository.stat?.('x')).toMatchObject({ isDir: false, fileSize: 4 })
  expect(await pathsOf(repository.list(''))).toContain('x')
  expect(await pathsOf(repository.walk?.('') ?? repository.list(''))).toContain('x')
})

test('content is pinned by its generation, and has the checksum of the whole object', async () => {
  const server = await startGcs({ 'run/a.txt': '0123456789' })
  const repository = testRepository(server)
  const whole = await repository.open('a.txt')
  expect(whole).toMatchObject({ size: 10, range: undefined, validator: expect.stringMatching(/^\d+$/) })
  expect(whole.checksums).toEqual([{ algorithm: 'crc32c', value: expect.any(Uint8Array), of: 'whole' }])
  expect(await textOf(whole)).toBe('0123456789')

  const { validator: ifMatch } = whole
  const part = await repository.open('a.txt', { range: { start: 3, end: 5 }, ifMatch })
  expect(part).toMatchObject({ size: 10, range: { start: 3, end: 5 }, validator: ifMatch })
  expect(part.checksums).toEqual(whole.checksums)
  expect(await textOf(part)).toBe('34')
  expect(server.requests.at(-1)?.target).toContain(`?alt=media&generation=${ifMatch}`)

  server.tree.set('run/a.txt', bytesFile('9876543210'))
  const replaced = repository.open('a.txt', { range: { start: 3 }, ifMatch })
  await expect(replaced).rejects.toMatchObject({ name: 'IntegrityError' })
})

test.each([{ 'x-goog-generation': '1' }, { 'x-goog-generation': undefined }])(
  'an answer of the generation %j is not the one that was asked for',
  async (headers) => {
    const server = await startGcs({ 'run/a.txt': '0123456789' })
    const repository = testRepository(server)
    const { validator: ifMatch, body } = await repository.open('a.txt')
    for await (const _chunk of body);
    server.faults = () => ({ headers })
    const later = repository.open('a.txt', { range: { start: 3 }, ifMatch })
    await expect(later).rejects.toMatchObject({ name: 'IntegrityError', code: 'DATA_LOSS' })
  },
)

test.each([
  [401, 'UNAUTHENTICATED', 'GOOGLE_APPLICATION_CREDENTIALS', false],
  [403, 'PERMISSION_DENIED', 'GOOGLE_APPLICATION_CREDENTIALS', false],
  [404, 'RESOURCE_DOES_NOT_EXIST', 'STORAGE_EMULATOR_HOST', false],
  [429, 'RESOURCE_EXHAUSTED', undefined, true],
  [503, 'TEMPORARILY_UNAVAILABLE', undefined, true],
] as const)('status %i is %s', async (status, code, variable, retryable) => {
  const body = JSON.stringify({ error: { code: status, message: 'Bearer ya29.canary does not have access' } })
  const headers = { 'retry-after': '7' }
  const server = await startGcs({}, () => ({ answer: { status, headers, body } }))
  const repository = testRepository(server)
  const error: unknown = await repository.open('a.txt').catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code, retryable, retryAfterMs: 7000 })
  expect(error).toMatchObject({
    message: expect.stringMatching(
      `^${status} GET ${server.origin}/.*: Bearer REDACTED does not have access$`,
    ),
    hint: variable === undefined ? undefined : expect.stringContaining(variable),
  })
  await expect(pathsOf(repository.list(''))).rejects.toMatchObject({ code, retryable })
  if (status !== 404) await expect(repository.stat?.('a.txt')).rejects.toMatchObject({ code, retryable })
})

test('the page of a gateway is not taken for an object', async () => {
  const server = await startGcs({ 'run/a.txt': 'a' }, () => loginPage())
  const opened = testRepository(server).open('a.txt')
  await expect(opened).rejects.toThrow('is not that of Google Cloud Storage')
})

test('too many requests, which Google has also answered with 403, are tried again', async () => {
  const body = JSON.stringify({ error: { errors: [{ reason: 'rateLimitExceeded' }], message: 'slow down' } })
  const server = await startGcs({}, () => ({ answer: { status: 403, body } }))
  const opened = testRepository(server).open('a.txt')
  await expect(opened).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED', retryable: true, hint: undefined })
})

test('control calls are sent again by the shared client', async () => {
  let refused = 0
  const server = await startGcs({ 'run/a.txt': 'a' }, () => (refused++ < 2 ? refusal(503) : undefined))
  const http = { retries: { max: 3, backoffFactor: 0, jitter: 0 } }
  expect(await pathsOf(testRepository(server, { http }).list(''))).toEqual(['a.txt'])
  expect(server.requests).toHaveLength(3)
})

test('a range behind the end is refused, and one at the end is empty', async () => {
  const repository = testRepository(await startGcs({ 'run/a.txt': '0123' }))
  const behind = repository.open('a.txt', { range: { start: 5 } })
  await expect(behind).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
  expect(await textOf(await repository.open('a.txt', { range: { start: 4 } }))).toBe('')
})

test.each(['gs://', 'gs:///path', 'gs://user:secret@bucket/path'])('%s names no bucket', async (uri) => {
  const server = await startGcs({})
  expect(() => testRepository(server, { uri })).toThrow(/^The GCS URI names no bucket: (?!.*secret)/)
})

test('the time limit of MLflow is that of an answer', async () => {
  const server = await startGcs({ 'run/a.txt': 'a' }, () => ({ stallBeforeHeaders: true }))
  const environment = { MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT: '1' }
  const opened = testRepository(server, { environment }).open('a.txt')
  await expect(opened).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true })

  const invalid = { MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT: '-2' }
  expect(() => testRepository(server, { environment: invalid })).toThrow('less than or equal to 0')
  for (const unlimited of ['-1', '0']) {
    const environment = { MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT: unlimited }
    server.faults = () => undefined
    expect(await textOf(await testRepository(server, { environment }).open('a.txt'))).toBe('a')
  }
})
