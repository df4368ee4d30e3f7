import { S3Client } from '@aws-sdk/client-s3'
import type { ArtifactRepository } from '@mlflow-artifacts/repository'
import type { Fault, ReceivedRequest } from '@mlflow-artifacts/testing/fault-server'
import { expect, test } from 'vitest'
import { failureOf, pathsOf, textOf, walked } from '../test/collect.ts'
import { SECRET, startStore } from '../test/start-store.ts'

const TOKEN = `${SECRET}+t0ken==`

const CALLS: Readonly<Record<string, (reader: ArtifactRepository) => Promise<unknown>>> = {
  list: (reader) => pathsOf(reader.list('')),
  walk: (reader) => walked(reader),
  stat: async (reader) => await reader.stat?.('a'),
  open: (reader) => textOf(reader.open('a')),
}

/** Ways to repeat what was sent. */
const ECHOES: Readonly<Record<string, (echo: string) => { readonly status: number; readonly body: string }>> =
  {
    message: (echo) => ({
      status: 403,
      body: `<Error><Code>AccessDenied</Code><Message>${echo}</Message></Error>`,
    }),
    code: (echo) => ({ status: 403, body: `<Error><Code>${echo}</Code><Message>No</Message></Error>` }),
    region: (echo) => ({
      status: 400,
      body: `<Error><Code>AuthorizationHeaderMalformed</Code><Region>${echo.split(' ')[0]}</Region></Error>`,
    }),
    'message with status 200': (echo) => ({
      status: 200,
      body: `<Error><Code>AccessDenied</Code><Message>${echo}</Message></Error>`,
    }),
    key: (echo) => ({
      status: 200,
      body: `<ListBucketResult><Contents><Key>${echo}</Key></Contents></ListBucketResult>`,
    }),
    'no listing': (echo) => ({ status: 200, body: `<${echo.split(' ')[0]}/>` }),
  }

/** Where the bucket is, for all that a store may put there. */
const AS_REGION = 'x-amz-bucket-region'

const echoing =
  (place: string) =>
  ({ headers }: ReceivedRequest): Fault => {
    const echo = `${headers['x-amz-security-token']} ${headers.authorization}`
    const answer = ECHOES[place]?.(echo) ?? { status: 500, body: '' }
    const region = (headers['x-amz-security-token'] ?? '').slice(0, SECRET.length)
    return { answer: { ...answer, headers: { 'content-type': 'application/xml', [AS_REGION]: region } } }
  }

const AWAY = Object.keys(ECHOES).flatMap((place) => Object.keys(CALLS).map((call) => [place, call] as const))

test.each(AWAY)(
  "what a store repeats in its %s is in no error: %s, by a client of one's own",
  async (place, call) => {
    const { server, repository } = await startStore({}, { faults: echoing(place) })
    const client = new S3Client({
      region: 'us-east-1',
      endpoint: `${server.origin}/s3`,
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId: 'own', secretAccessKey: 'secret', sessionToken: TOKEN },
    })
    const reader = repository({ client })
    // That nothing is repeated, `failureOf` looks at. HEAD has no document, and an object may be anything.
    const mayBeRight = call === 'open' || call === 'stat'
    const failure = CALLS[call]?.(reader).then((value) => (mayBeRight ? undefined : value))
    if ((await failure?.catch(() => 'failed')) !== undefined)
      await failureOf(Promise.resolve(CALLS[call]?.(reader)))
    expect(client.middlewareStack.identify().filter((name) => /noting|receivePage/.test(name))).toEqual([])
  },
)

test('so it is with a client from the environment', async () => {
  for (const place of Object.keys(ECHOES)) {
    const { repository } = await startStore({}, { faults: echoing(place) })
    const reader = repository({ environment: { AWS_SESSION_TOKEN: TOKEN } })
    await failureOf(pathsOf(reader.list('')))
    await failureOf(walked(reader))
  }
})
