import { describe, expect, test } from 'vitest'
import { textOf } from '../../test/collect.ts'
import { sendJson } from '../../test/send-file.ts'
import type { TestServer } from '../../test/start-server.ts'
import { testRepository } from '../../test/test-repository.ts'
import { closeServersAfterEach, mlflowServer, server as startServer } from '../../test/using-servers.ts'

closeServersAfterEach()

interface Presigning {
  readonly store: TestServer
  /** Opens the artifact by the answer that is given for a presigned URL. */
  open(answer: (storeUrl: string) => unknown): Promise<string>
}

/** A store that gives its content to everybody, and a tracking server that leads there. */
async function presigning(name: 'localhost' | '0.0.0.0' = 'localhost'): Promise<Presigning> {
  const store = await startServer((_request, response) => response.end('content'))
  let answer: unknown
  const tracking = await mlflowServer(
    {},
    {
      presigned: true,
      instead(request, response) {
        const isAsked = request.url?.includes('/presigned/') === true
        if (isAsked) sendJson(response, 200, answer)
        return isAsked
      },
    },
  )
  const repository = testRepository({ trackingUri: tracking.url.replace('127.0.0.1', name) })
  return {
    store,
    open(answerFor) {
      answer = answerFor(store.url)
      return textOf(repository.open('a.txt'))
    },
  }
}

describe('headers', () => {
  test.each([
    ['x-amz-server-side-encryption-customer-algorithm', 'AES256'],
    ['X-Amz-Server-Side-Encryption-Customer-Key', 'a2V5'],
    ['x-amz-server-side-encryption-customer-key-MD5', 'bWQ1'],
    ['x-amz-request-payer', 'requester'],
    ['x-amz-expected-bucket-owner', '123456789012'],
    ['x-amz-checksum-mode', 'ENABLED'],
    ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD'],
    ['x-amz-date', '20261123T105003Z'],
    ['x-amz-security-token', 'of the server'],
    ['x-goog-encryption-algorithm', 'AES256'],
    ['x-goog-encryption-key', 'a2V5'],
    ['x-goog-encryption-key-sha256', 'aGFzaA=='],
    ['x-goog-user-project', 'billed'],
    ['x-goog-content-sha256', 'UNSIGNED-PAYLOAD'],
    ['x-goog-date', '20261123T105003Z'],
    ['x-ms-encryption-algorithm', 'AES256'],
    ['x-ms-encryption-key', 'a2V5'],
    ['x-ms-encryption-key-sha256', 'aGFzaA=='],
    ['x-ms-client-request-id', 'id'],
    ['x-ms-date', 'Mon, 23 Nov 2026 10:50:03 GMT'],
    ['x-ms-version', '2021-08-06'],
  ])('%s is sent: a store may have signed it, or need it', async (name, value) => {
    const { store, open } = await presigning()
    expect(await open((url) => ({ url: `${url}/a`, headers: { [name]: value } }))).toBe('content')
    expect(store.requests[0]?.headers[name.toLowerCase()]).toBe(value)
  })

  test.each([
    // Of the metadata services of clouds.
    ['Metadata-Flavor', 'Google'],
    ['X-Google-Metadata-Request', 'True'],
    ['X-aws-ec2-metadata-token', 'canary'],
    ['X-aws-ec2-metadata-token-ttl-seconds', '60'],
    ['Metadata', 'true'],
    ['X-IDENTITY-HEADER', 'canary'],
    ['X-aliyun-ecs-metadata-token', 'canary'],
    ['x-ms-agent-name', 'WALinuxAgent'],
    // Who asks, and in whose name.
    ['Host', 'metadata.google.internal'],
    ['Authorization', 'Bearer canary'],
    ['Proxy-Authorization', 'Basic canary'],
    ['Cookie', 'session=canary'],
    ['X-Forwarded-For', '127.0.0.1'],
    ['X-MLFLOW-WORKSPACE', 'other'],
    ['X-CSRF-Token', 'canary'],
    // The client's own, and those of connections.
    ['Range', 'bytes=0-1'],
    ['If-Match', '*'],
    ['Accept-Encoding', 'gzip'],
    ['Content-Length', '7'],
    ['Content-Type', 'text/plain'],
    ['Transfer-Encoding', 'chunked'],
    ['Connection', 'upgrade'],
    ['Upgrade', 'h2c'],
    ['Expect', '100-continue'],
    // Those of other requests to a store, and near misses.
    ['x-amz-copy-source', '/bucket/key'],
    ['x-amz-acl', 'public-read'],
    ['x-ms-blob-type', 'BlockBlob'],
    ['x-goog-acl', 'public-read'],
    [' x-amz-date', '20261123T105003Z'],
    ['x-amz-date\r\nMetadata-Flavor', 'Google'],
    ['__proto__', 'x'],
    ['', 'x'],
  ])('%j is refused, and nothing is sent', async (name, value) => {
    const { store, open } = await presigning()
    const failure: unknown = await open((url) => ({
      url: `${url}/a?X-Amz-Signature=canary`,
      headers: JSON.parse(`{ ${JSON.stringify(name)}: ${JSON.stringify(value)} }`),
    })).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining(`wants the header ${JSON.stringify(name)} to be sent`),
      hint: expect.stringContaining('MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD=false'),
      retryable: false,
    })
    expect(JSON.stringify(failure) + String(failure)).not.toContain('canary')
    expect(store.requests).toEqual([])
  })

  test('one good name does not let another through, and a value has to be text', async () => {
    const { store, open } = await presigning()
    const headers = { 'x-amz-request-payer': 'requester', Metadata: 'true' }
    await expect(open((url) => ({ url, headers }))).rejects.toThrow('"Metadata"')
    await expect(open((url) => ({ url, headers: { 'x-amz-date': { a: 1 } } }))).rejects.toThrow(
      '"x-amz-date"',
    )
    await expect(open((url) => ({ url, headers: 'Metadata: true' }))).rejects.toThrow('"0"')
    await expect(open((url) => ({ url, headers: ['Metadata'] }))).rejects.toThrow('"0"')
    expect(store.requests).toEqual([])
  })

  test("the URL's own host goes without saying", async () => {
    const { store, open } = await presigning()
    const answer = (url: string) => ({ url: `${url}/a`, headers: { Host: new URL(url).host.toUpperCase() } })
    expect(await open(answer)).toBe('content')
    expect(store.requests[0]?.headers.host).toBe(new URL(store.url).host)
  })

  test.each([undefined, null, {}])('there may be none: %j', async (headers) => {
    const { open } = await presigning()
    expect(await open((url) => ({ url: `${url}/a`, headers }))).toBe('content')
  })
})

describe('addresses', () => {
  test.each([
    'http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token',
    'http://2852039166/latest/api/token',
    'http://[::ffff:a9fe:a9fe]/latest',
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://168.63.129.16/machine?comp=goalstate',
  ])('of a metadata service are never asked: %s', async (url) => {
    const { open } = await presigning()
    await expect(open(() => ({ url, headers: {} }))).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('No request is sent to http://'),
      hint: expect.stringContaining('MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD=false'),
      retryable: false,
    })
  })

  test('of this machine are asked at the word of a server on it, and of no other', async () => {
    const here = await presigning('localhost')
    const elsewhere = await presigning('0.0.0.0')
    const names = ['127.0.0.1', 'localhost', '127.1', '0x7f000001', '0', '[::ffff:127.0.0.1]']
    for (const name of names) {
      const answer = (url: string) => ({ url: url.replace('127.0.0.1', name) })
      expect(await here.open(answer)).toBe('content')
      await expect(elsewhere.open(answer)).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
        message: expect.stringContaining('of this machine'),
      })
    }
    expect(here.store.requests).toHaveLength(names.length)
    expect(elsewhere.store.requests).toEqual([])
  })

  test.each(['http://user:canary@127.0.0.1/a', 'http://127.0.0.1:99999/', 'http://', 'https://[::1/'])(
    'that are none: %s',
    async (url) => {
      const { store, open } = await presigning()
      const failure: unknown = await open(() => ({ url, headers: {} })).catch((error: unknown) => error)
      expect(failure).toMatchObject({ name: 'MlflowError', retryable: false })
      expect(String(failure)).not.toContain('canary')
      expect(store.requests).toEqual([])
    },
  )
})
