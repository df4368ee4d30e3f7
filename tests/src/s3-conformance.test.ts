import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createHttpClient } from '@mlflow-artifacts/http-client'
import { s3 } from '@mlflow-artifacts/repo-s3'
import { type ConformanceSubject, conformanceCases } from '@mlflow-artifacts/repository/conformance'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { SECRETS } from './canary/secrets.ts'
import { pythonExecutable } from './python-executable.ts'
import { cleanEnvironment } from './servers/clean-environment.ts'
import type { S3Server, S3ServerOptions } from './servers/s3-server.ts'
import { startRcloneS3 } from './servers/start-rclone-s3.ts'
import { startSeaweed } from './servers/start-seaweed.ts'

interface Store {
  name: string
  start(options: S3ServerOptions): Promise<S3Server>
  /** Names that the server cannot hold, where AWS can. */
  cannotHold: RegExp
  /** Whether it keeps an empty object whose key ends with a slash, as AWS does. */
  keepsMarkers: boolean
  /** Where artifacts stand: `''` is a bucket of their own. */
  roots: readonly string[]
}

const STORES: readonly Store[] = [
  {
    name: 'SeaweedFS',
    start: startSeaweed,
    // Its filer takes a backslash for a slash.
    cannotHold: /\\/,
    keepsMarkers: true,
    // It has room for a few buckets only.
    roots: ['run/artifacts'],
  },
  {
    name: 'rclone serve s3',
    start: startRcloneS3,
    cannotHold: /$^/,
    // It makes a file of one.
    keepsMarkers: false,
    roots: ['run/artifacts', ''],
  },
]

const BUCKET = 'bucket'
const python = pythonExecutable()

describe.skipIf(python === undefined).each(STORES)('$name', ({ start, cannotHold, keepsMarkers, roots }) => {
  let folder: string
  let server: S3Server
  let client: S3Client
  let prefixes = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 's3-conformance-'))
    const secretKey = SECRETS.s3SecretKey
    server = await start({ python: python ?? '', folder, accessKey: 'canary', secretKey, bucket: BUCKET })
    client = new S3Client({
      region: 'us-east-1',
      endpoint: server.endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: 'canary', secretAccessKey: secretKey },
    })
  })
  afterAll(async () => {
    client.destroy()
    await server.stop()
    await rm(folder, { recursive: true })
  })

  const subject = (inBucket: string): ConformanceSubject => ({
    emptyDirectories: keepsMarkers,
    pageSize: 1000,
    canHold: (path) => !cannotHold.test(path),
    async create(artifacts) {
      prefixes += 1
      const bucket = inBucket === '' ? `bucket-${prefixes}` : BUCKET
      const prefix = inBucket === '' ? '' : `${prefixes}/${inBucket}/`
      if (inBucket === '') await client.send(new CreateBucketCommand({ Bucket: bucket }))
      const put = async (path: string, content: string | Uint8Array): Promise<void> => {
        const object = { Bucket: bucket, Key: prefix + path, Body: Buffer.from(content) }
        await client.send(new PutObjectCommand(object))
      }
      for (const [path, content] of Object.entries(artifacts)) {
        await put(content === undefined ? `${path}/` : path, content ?? '')
      }
      const http = createHttpClient({ environment: cleanEnvironment(folder), trackingUri: undefined })
      const repository = (more: Readonly<Record<string, string>> = {}) => {
        const environment = cleanEnvironment(folder, { ...server.environment, ...more })
        return s3().repository(`s3://${bucket}/${prefix}`, { http, environment, trackingUri: undefined })
      }
      return {
        repository: repository(),
        refused: repository({ AWS_SECRET_ACCESS_KEY: 'wrong' }),
        replace: put,
        dispose: () => http.close(),
      }
    },
  })

  describe.each(roots)('below %j', (root) => {
    for (const { name, run } of conformanceCases) test(name, () => run(subject(root)))
  })
})
