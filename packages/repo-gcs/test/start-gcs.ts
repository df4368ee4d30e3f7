import { createHttpClient, type HttpSettings } from '@mlflow-artifacts/http-client'
import type { ArtifactRepository } from '@mlflow-artifacts/repository'
import {
  bytesFile,
  type FaultServer,
  type Faults,
  type ServedFile,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { onTestFinished } from 'vitest'
import { type GcsOptions, gcs } from '../src/index.ts'

/** A server of a test's own that speaks GCS's JSON API, with these objects in its bucket `bucket`. */
export async function startGcs(
  objects: Readonly<Record<string, string | ServedFile>>,
  faults?: Faults,
): Promise<FaultServer> {
  const files = Object.entries(objects).map(
    ([name, content]) => [name, typeof content === 'string' ? bytesFile(content) : content] as const,
  )
  const server = await startFaultServer({ files, ...(faults && { faults }) })
  onTestFinished(() => server.close())
  return server
}

/** What a test's repository is made from. */
export interface TestRepositoryOptions extends GcsOptions {
  /** Default: `gs://bucket/run`. */
  readonly uri?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly trackingUri?: string
  readonly http?: HttpSettings
}

/** A repository on the real HTTP client, which sends control calls once. */
export function testRepository(server: FaultServer, options: TestRepositoryOptions = {}): ArtifactRepository {
  return testBackend(server, options)()
}

/** Makes repositories of one backend, as each call of the library does. */
export function testBackend(
  server: FaultServer,
  options: TestRepositoryOptions = {},
): () => ArtifactRepository {
  const { uri = 'gs://bucket/run', trackingUri, http: settings = {}, ...gcsOptions } = options
  const environment = { STORAGE_EMULATOR_HOST: server.origin, ...options.environment }
  const http = createHttpClient({ environment, trackingUri, settings: { retries: { max: 0 }, ...settings } })
  onTestFinished(() => http.close())
  const backend = gcs(gcsOptions)
  return () => backend.repository(uri, { http, environment, trackingUri })
}

/** The application default credentials, at a server that stands for Google's. */
export function atGoogle({ origin }: FaultServer): TestRepositoryOptions {
  return { environment: { STORAGE_EMULATOR_HOST: '', API_ENDPOINT_OVERRIDE: origin } }
}
