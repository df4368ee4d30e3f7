import { RecentlyUsed } from '@mlflow-artifacts/http-client'
import {
  type ArtifactBackend,
  type BackendContext,
  MlflowError,
  redactUri,
} from '@mlflow-artifacts/repository'
import { parseGcsUri } from '@mlflow-artifacts/uri-parsing'
import { apiEndpoint } from './access/api-endpoint.ts'
import { accountOf, findAuthClient } from './access/find-auth-client.ts'
import { GoogleCredentials } from './access/google-credentials.ts'
import { accountVariables } from './access/google-variable.ts'
import { headersTimeoutMs } from './access/headers-timeout-ms.ts'
import { SharedClient } from './access/shared-client.ts'
import { GcsRepository } from './gcs-repository.ts'
import type { GcsStorage } from './gcs-storage.ts'
import { JsonApi } from './json-api.ts'

/** What {@link gcs} may be told. */
export interface GcsOptions {
  /**
   * A `Storage` of `@google-cloud/storage`: its endpoint and its credentials are used. Default: `STORAGE_EMULATOR_HOST`
   * without credentials, or else Google's endpoint with the application default credentials; without any, anonymous.
   */
  readonly storage?: GcsStorage
  /**
   * How many times its stored size an object that is stored as gzip may grow when it is decoded; 64 MiB are always
   * allowed. Default: 100.
   */
  readonly maxExpansion?: number
}

/** Of a server that serves as many accounts, those beyond ask for a token again. */
const MOST_CLIENTS = 64

/**
 * The backend of `gs:`. Google's library is imported when credentials are first needed; a client whose tokens are given
 * out and taken is kept for every repository of this backend, and no other one.
 */
export function gcs({ storage, maxExpansion = 100 }: GcsOptions = {}): ArtifactBackend {
  const account = storage && accountOf(storage)
  const clients = new RecentlyUsed<SharedClient>(MOST_CLIENTS)

  function credentialsFor(context: BackendContext): GoogleCredentials {
    const { STORAGE_EMULATOR_HOST, GOOGLE_CLOUD_UNIVERSE_DOMAIN } = context.environment
    const key = JSON.stringify([
      STORAGE_EMULATOR_HOST,
      GOOGLE_CLOUD_UNIVERSE_DOMAIN,
      accountVariables(context),
    ])
    const { environment, cwd } = context
    const make = (): SharedClient =>
      new SharedClient((http) => findAuthClient(storage, account, { environment, cwd }, http))
    return new GoogleCredentials(clients.get(key, make), context.http)
  }

  return {
    specificationVersion: 'v1',
    name: 'gcs',
    schemes: ['gs'],
    repository(uri, context) {
      const { http, environment } = context
      const root = parseGcsUri(uri)
      if (root.bucket === '' || root.bucket.includes('@')) {
        throw new MlflowError(`The GCS URI names no bucket: ${redactUri(uri)}`, {
          code: 'INVALID_PARAMETER_VALUE',
          uri: redactUri(uri),
        })
      }
      const api = new JsonApi({
        http,
        endpoint: apiEndpoint(storage, environment),
        bucket: root.bucket,
        credentials: credentialsFor(context),
        headersTimeoutMs: headersTimeoutMs(environment),
      })
      return new GcsRepository(uri, root.path, api, maxExpansion)
    },
  }
}
