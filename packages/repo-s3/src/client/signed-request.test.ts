import { Readable } from 'node:stream'
import { GetObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'
import { describe, expect, test } from 'vitest'
import { isMultiRegion, loadMultiRegionSigner } from './multi-region.ts'
import { bucketEndpoint, signedRequest } from './signed-request.ts'

interface Sent {
  hostname: string
  path: string
  headers: Record<string, string>
}

const KEYS: Readonly<Record<string, string>> = {
  plain: 'plain.bin',
  'characters of URLs': 'a b/#?%20+/./x//y.bin',
  'parent segments': '../up/%2e%2e/..',
  'a slash at the end': 'trailing/',
  punctuation: "!'()*~-_.,;:@&=$",
  'control characters': '\u0001\u001f\u007f',
  'long Unicode': 'é🎉中文\u0301'.repeat(60),
}

const CLIENTS: Readonly<Record<string, { bucket?: string; config?: S3ClientConfig }>> = {
  'virtual-hosted': {},
  'a region': { config: { region: 'eu-central-1' } },
  'path-style': { config: { endpoint: 'http://127.0.0.1:9000', forcePathStyle: true } },
  'below a path': { config: { endpoint: 'https://gateway.test/s3/', forcePathStyle: true } },
  'virtual-hosted at a custom endpoint': { config: { endpoint: 'https://store.test:8443' } },
  'a session token': {
    config: { credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token/+=' } },
  },
  'an access point': {
    bucket: 'arn:aws:s3:us-west-2:123456789012:accesspoint/reader',
    config: { useArnRegion: true },
  },
  'a dotted bucket': { bucket: 'a.dotted.bucket' },
  'dual stack and FIPS': { config: { useDualstackEndpoint: true, useFipsEndpoint: true } },
  'a wrong clock': { config: { systemClockOffset: 20 * 60_000 } },
}

/** A client, and what it would have sent. */
function recording(config: S3ClientConfig): { client: S3Client; sent: Sent[] } {
  const sent: Sent[] = []
  const client = new S3Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    ...config,
    requestHandler: {
      async handle({ hostname, path, headers }: Sent) {
        sent.push({ hostname, path, headers })
        return { response: { statusCode: 200, headers: {}, body: Readable.from(['x']) } }
      },
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    },
  })
  return { client, sent }
}

const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]*/, '').replace(/\?.*$/, '')

describe.each(Object.entries(CLIENTS))(
  "the client's own signature: %s",
  (_, { bucket = 'bucket', config = {} }) => {
    test.each(Object.entries(KEYS))('%s', async (_kind, key) => {
      const { client, sent } = recording(config)
      const range = { Range: 'bytes=0-9', IfMatch: '"etag"', ExpectedBucketOwner: '123456789012' }
      await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...range, ChecksumMode: 'ENABLED' }))
      const [theirs] = sent
      const { authorization, host, 'x-amz-date': date = '', ...headers } = theirs?.headers ?? {}
      // The second that they signed in.
      const at = Date.parse(date.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5'))
      client.config.systemClockOffset = at - Date.now() + 500

      const endpoint = await bucketEndpoint(client, bucket)
      const ours = await signedRequest(client, endpoint, key, headers)
      expect(ours.headers['x-amz-date']).toBe(date)
      expect(ours.headers.authorization).toBe(authorization)
      expect(authorization).toContain('AWS4-HMAC-SHA256')
      expect(new URL(ours.url).host).toBe(host)
      expect(pathOf(ours.url)).toBe(theirs?.path)
      expect(sent).toHaveLength(1)
    })
  },
)

test('a client without credentials signs nothing', async () => {
  const { client } = recording({
    credentials: { accessKeyId: '', secretAccessKey: '' },
    signer: { sign: async (request) => request },
  })
  const { headers } = await signedRequest(client, await bucketEndpoint(client, 'bucket'), 'key', {
    range: 'bytes=0-1',
  })
  expect(headers).toEqual({ range: 'bytes=0-1' })
})

test('requests to a multi-region access point are signed for all regions', async () => {
  const bucket = 'arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap'
  expect(isMultiRegion(bucket)).toBe(true)
  expect(isMultiRegion('arn:aws:s3:us-west-2:123456789012:accesspoint:reader')).toBe(false)
  await loadMultiRegionSigner(bucket)
  const { client } = recording({})
  const { url, headers } = await signedRequest(client, await bucketEndpoint(client, bucket), 'a b', {})
  expect(url).toBe('https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/a%20b?x-id=GetObject')
  expect(headers.authorization).toMatch(/^AWS4-ECDSA-P256-SHA256 Credential=AKID\/\d+\/s3\/aws4_request/)
  expect(headers['x-amz-region-set']).toBe('*')
})
