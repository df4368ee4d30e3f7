import { S3Client } from '@aws-sdk/client-s3'
import { type Fault, startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { failureOf, pathsOf, walked } from '../../test/collect.ts'
import { startStore, type TestStore } from '../../test/start-store.ts'

const LARGEST = 16 * 2 ** 20

/** A page that is truncated, with these keys and prefixes. */
function page(token: string, keys: readonly string[], prefixes: readonly string[] = []): Fault {
  const contents = keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join('')
  const common = prefixes.map((name) => `<CommonPrefixes><Prefix>${name}</Prefix></CommonPrefixes>`).join('')
  const body = `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>${contents}${common}</ListBucketResult>`
  return { answer: { status: 200, headers: { 'content-type': 'application/xml' }, body } }
}

function forever(beginning: string, repeated: string): Fault {
  const piece = Buffer.from(repeated.repeat(1000))
  return {
    answer: {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: {
        *[Symbol.iterator]() {
          yield Buffer.from(beginning)
          for (;;) yield piece
        },
      },
    },
  }
}

const CLIENTS: Readonly<Record<string, ((store: TestStore) => S3Client) | undefined>> = {
  'the client of the environment': undefined,
  'a client that was passed': ({ server }) =>
    new S3Client({
      region: 'us-east-1',
      endpoint: `${server.origin}/s3`,
      forcePathStyle: true,
      credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    }),
}

test.each(Object.entries(CLIENTS))(
  'a page without an end is given up: %s',
  async (_, makeClient) => {
    for (const repeated of ['<Contents><Key>root/a</Key><Size>1</Size></Contents>', '<a/>', ' ', 'x']) {
      const store = await startStore({}, { faults: () => forever('<ListBucketResult>', repeated) })
      const client = makeClient?.(store)
      onTestFinished(() => client?.destroy())
      const before = process.memoryUsage.rss()
      for (const call of ['list', 'walk'] as const) {
        const repository = store.repository(client && { client })
        const error = await failureOf(call === 'list' ? pathsOf(repository.list('')) : walked(repository))
        expect(error).toMatchObject({
          code: 'MAX_READ_SIZE_EXCEEDED',
          retryable: false,
          uri: expect.any(String),
        })
        expect(error.message).toContain(`larger than ${LARGEST} bytes`)
        expect(error.hint).toBeDefined()
      }
      expect(store.server.requests).toHaveLength(2)
      expect(process.memoryUsage.rss() - before).toBeLessThan(256 * 2 ** 20)
    }
  },
  240_000,
)

test.each([
  ['empty pages', (index: number) => page(`token ${index}`, []), 1_001],
  ['two prefixes in turn', (index: number) => page(`token ${index}`, [], [`root/${index % 2}/`]), 3],
  ['the same keys', (index: number) => page(`token ${index}`, ['root/a', 'root/b']), 2],
  ['three pages in a circle', (index: number) => page(`token ${index}`, [`root/${index % 3}`]), 4],
  ['a page that names no next one', () => page('', ['root/a']), 1],
] as const)(
  'a listing without an end is noticed, whatever its tokens: %s',
  async (_, pageOf, pages) => {
    // With the SDK, a thousand pages take a while.
    for (const call of pages > 1_000 ? (['list'] as const) : (['list', 'walk'] as const)) {
      const { server, repository } = await startStore({}, { faults: ({ index }) => pageOf(index) })
      const error = await failureOf(call === 'list' ? pathsOf(repository().list('')) : walked(repository()))
      expect(error).toMatchObject({ code: 'INVALID_STATE', uri: 's3://bucket', hint: expect.any(String) })
      expect(error.message).toMatch(/^The listing of 'root\/' in the bucket 'bucket' has no end: /)
      expect(server.requests).toHaveLength(pages)
    }
  },
  240_000,
)

test('a prefix that is told again on the next page is one directory', async () => {
  const pages = [page('1', [], ['root/d/']), page('2', [], ['root/d/']), page('3', ['root/e'], ['root/d/'])]
  const { repository } = await startStore({}, { faults: ({ index }) => pages[index] })
  expect(new Set(await pathsOf(repository().list('')))).toEqual(new Set(['d/', 'e']))
})

test('credentials that never come are given up with those who wait for them', async () => {
  const sts = await startFaultServer({ files: [], faults: () => ({ stallBeforeHeaders: true }) })
  onTestFinished(() => sts.close())
  const NONE = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }
  const variables = {
    ...NONE,
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/reader',
    AWS_WEB_IDENTITY_TOKEN_FILE: new URL(import.meta.url).pathname,
    AWS_ENDPOINT_URL_STS: sts.origin,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  }
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  onTestFinished(() => void vi.unstubAllEnvs())
  const { repository } = await startStore({ 'root/a': 'a' })
  const controller = new AbortController()
  const reason = { why: 'enough' }
  const { signal } = controller
  const calls = Promise.allSettled([
    pathsOf(repository({ environment: NONE }).list('', { signal })),
    repository({ environment: NONE }).open('a', { signal }),
  ])
  await vi.waitUntil(() => sts.requests.length > 0, { timeout: 10_000 })
  controller.abort(reason)
  expect(await calls).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ])
  await vi.waitUntil(() => sts.connections === 0, { timeout: 5_000 })
})
