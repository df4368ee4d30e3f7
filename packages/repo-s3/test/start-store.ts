import { createHttpClient } from '@mlflow-artifacts/http-client'
import type { ArtifactRepository } from '@mlflow-artifacts/repository'
import {
  bytesFile,
  type FaultServer,
  type FaultServerOptions,
  startFaultServer,
} from '@mlflow-artifacts/testing/fault-server'
import { onTestFinished } from 'vitest'
import { s3 } from '../src/index.ts'
import type { S3Options } from '../src/s3-backend.ts'

/** Credentials that no error may show. */
export const SECRET = 'c4n4ry-secret'

/** What a test's repository is made from. */
interface TestRepositoryOptions extends S3Options {
  /** Default: `s3://bucket/root`. */
  readonly uri?: string
  /** Default: none. */
  readonly trackingUri?: string
  /** Further variables; `undefined` takes one away. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Variables that change while they are used. */
  readonly live?: Readonly<Record<string, string | undefined>>
}

/** A scripted S3 store. */
export interface TestStore {
  readonly server: FaultServer
  /** A repository that reads the store as a user's would. */
  repository(options?: TestRepositoryOptions): ArtifactRepository
}

/** Starts a store with these objects of its bucket `bucket`, until the test ends. */
export async function startStore(
  objects: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<FaultServerOptions> = {},
): Promise<TestStore> {
  const files = Object.entries(objects).map(([key, content]) => [key, bytesFile(content)] as const)
  const server = await startFaultServer({ files, ...options })
  onTestFinished(() => server.close())
  return {
    server,
    repository({ uri = 's3://bucket/root', environment: more = {}, live, client, trackingUri } = {}) {
      const fixed: Record<string, string | undefined> = {
        HOME: '/nonexistent',
        AWS_ACCESS_KEY_ID: 'AKID',
        AWS_SECRET_ACCESS_KEY: SECRET,
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_MAX_ATTEMPTS: '1',
        MLFLOW_S3_ENDPOINT_URL: `${server.origin}/s3`,
        ...more,
      }
      const environment =
        live === undefined ? fixed : new Proxy(fixed, { get: (_, name: string) => live[name] ?? fixed[name] })
      const http = createHttpClient({ environment, trackingUri })
      onTestFinished(() => http.close())
      return s3({ client }).repository(uri, { http, environment, trackingUri })
    },
  }
}
