import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
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
}

const STORES: readonly Store[] = [
  // Its filer takes a backslash for a slash.
  { name: 'SeaweedFS', start: startSeaweed, cannotHold: /\\/ },
  { name: 'rclone serve s3', start: startRcloneS3, cannotHold: /$^/ },
]

const BUCKET = 'bucket'
const python = pythonExecutable()

describe.skipIf(python === undefined).each(STORES)('$name', ({ start, cannotHold }) => {
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

  async function put(Key: string, content: string | Uint8Array): Promise<void> {
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Buffer.from(content) }))
  }

  const subject: ConformanceSubject = {
    canHold: (path) => !cannotHold.test(path),
    async create(artifacts) {
      prefixes += 1
      const root = `${prefixes}/run/artifacts`
      for (const [path, content] of Object.entries(artifacts)) await put(`${root}/${path}`, content ?? '')
      const environment = cleanEnvironment(folder, server.environment)
      const http = createHttpClient({ environment, trackingUri: undefined })
      const context = { http, environment, trackingUri: undefined }
      return {
        repository: s3().repository(`s3://${BUCKET}/${root}`, context),
        replace: (path, content) => put(`${root}/${path}`, content),
        dispose: () => http.close(),
      }
    },
  }
  for (const { name, run } of conformanceCases) test(name, () => run(subject))
})
