import { createHttpClient } from '@mlflow-artifacts/http-client'
import type { ArtifactRepository } from '@mlflow-artifacts/repository'
import { httpBackend } from '../src/index.ts'

/** What a test's repository is made from. */
export interface TestRepositoryOptions {
  /** Default: the artifacts of a run, `1/run/artifacts`. */
  readonly uri?: string
  readonly trackingUri: string
  readonly environment?: Readonly<Record<string, string>>
}

/** A repository on the real HTTP client, which sends control calls once. */
export function testRepository({
  uri = 'mlflow-artifacts:/1/run/artifacts',
  trackingUri,
  environment: more = {},
}: TestRepositoryOptions): ArtifactRepository {
  const environment = { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0', ...more }
  const http = createHttpClient({ environment, trackingUri })
  return httpBackend().repository(uri, { http, environment, trackingUri })
}
