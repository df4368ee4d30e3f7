import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttpClient, encodePath } from '@mlflow-artifacts/http-client'
import { httpBackend } from '@mlflow-artifacts/repo-http'
import { type ConformanceSubject, conformanceCases } from '@mlflow-artifacts/repository/conformance'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { SECRETS } from './canary/secrets.ts'
import { pythonExecutable } from './python-executable.ts'
import { cleanEnvironment } from './servers/clean-environment.ts'
import { startFakeGcs } from './servers/start-fake-gcs.ts'
import { startMlflowServer } from './servers/start-mlflow-server.ts'
import { startSeaweed } from './servers/start-seaweed.ts'

interface Running {
  uri: string
  stop(): Promise<void>
}

interface Destination {
  name: string
  start(python: string, folder: string): Promise<Running>
  /** Names that the store changes. Default: none. */
  cannotHold?: RegExp
  /** Ways to read, by the variables that choose them. */
  ways: Readonly<Record<string, Readonly<Record<string, string>>>>
}

async function startOnSeaweed(python: string, folder: string): Promise<Running> {
  const seaweed = await startSeaweed({
    python,
    folder: join(folder, 'seaweed'),
    accessKey: 'canary',
    secretKey: SECRETS.s3SecretKey,
    bucket: 'bucket',
  })
  const { environment } = seaweed
  const server = await startMlflowServer({
    python,
    folder,
    artifactsDestination: 's3://bucket/root',
    environment,
  })
  return {
    uri: server.uri,
    async stop() {
      await Promise.all([server.stop(), seaweed.stop()])
    },
  }
}

async function startOnFakeGcs(python: string, folder: string): Promise<Running> {
  const store = await startFakeGcs({ python, folder, bucket: 'bucket' })
  const { environment } = store
  const artifactsDestination = 'gs://bucket/root'
  const server = await startMlflowServer({ python, folder, artifactsDestination, environment })
  return {
    uri: server.uri,
    async stop() {
      await Promise.all([server.stop(), store.stop()])
    },
  }
}

const DESTINATIONS: readonly Destination[] = [
  {
    name: 'local files',
    start: (python, folder) => startMlflowServer({ python, folder }),
    ways: { 'through the server': {} },
  },
  {
    name: 'S3',
    start: startOnSeaweed,
    // SeaweedFS takes it for a slash.
    cannotHold: /\\/,
    ways: {
      'by signed URLs': {},
      'through the server': { MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'false' },
    },
  },
  {
    name: 'GCS',
    start: startOnFakeGcs,
    ways: { 'through the server': {} },
  },
]

const python = pythonExecutable()

describe.skipIf(python === undefined).each(DESTINATIONS)('a real server over $name', (destination) => {
  let folder: string
  let server: Running
  let prefixes = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'server-conformance-'))
    server = await destination.start(python ?? '', folder)
  }, 120_000)
  afterAll(async () => {
    await server.stop()
    await rm(folder, { recursive: true })
  })

  async function put(root: string, path: string, content: string | Uint8Array): Promise<void> {
    const url = `${server.uri}/api/2.0/mlflow-artifacts/artifacts/${encodePath(`${root}/${path}`)}`
    const { ok, status } = await fetch(url, { method: 'PUT', body: Buffer.from(content) })
    if (!ok) throw new Error(`PUT ${url}: ${status}`)
  }

  const subject = (variables: Readonly<Record<string, string>>): ConformanceSubject => ({
    // MLflow's server percent-decodes names until nothing is left to decode, refuses a #, and drops or escapes control
    // characters.
    canHold: (path) => !/#|%[0-9a-f]{2}|\p{Cc}/iu.test(path) && destination.cannotHold?.test(path) !== true,
    async create(artifacts) {
      prefixes += 1
      const root = `${prefixes}/run/artifacts`
      for (const [path, content] of Object.entries(artifacts)) await put(root, path, content ?? '')
      const trackingUri = server.uri
      const environment = cleanEnvironment(folder, variables)
      const http = createHttpClient({ environment, trackingUri })
      const repository = httpBackend().repository(`mlflow-artifacts:/${root}`, {
        http,
        environment,
        trackingUri,
      })
      return {
        repository,
        replace: (path, content) => put(root, path, content),
        dispose: () => http.close(),
      }
    },
  })

  describe.each(Object.entries(destination.ways))('%s', (_, variables) => {
    for (const { name, run } of conformanceCases) test(name, () => run(subject(variables)))
  })
})
