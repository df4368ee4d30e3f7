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
import { googleVariable, VARIABLES_OF_ACCOUNTS } from './access/google-variable.ts'
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

/**
 * The backend of `gs:`. Google's library is imported when credentials are first needed; a client whose tokens are given
 * out and taken is kept for every repository of this backend, and no other one.
 */
export function gcs({ storage, maxExpansion = 100 }: GcsOptions = {}): ArtifactBackend {
  const account = storage && accountOf(storage)
  const kept = new Map<string, SharedClient>()

  function credentialsFor(environment: BackendContext['environment']): GoogleCredentials {
    const key = JSON.stringify([
      environment.STORAGE_EMULATOR_HOST,
      environment.GOOGLE_CLOUD_UNIVERSE_DOMAIN,
      ...VARIABLES_OF_ACCOUNTS.map((name) => googleVariable(environment, name)),
    ])
    const shared = kept.get(key) ?? new SharedClient(() => findAuthClient(storage, account, environment))
    kept.set(key, shared)
    return new GoogleCredentials(shared)
  }

  return {
    specificationVersion: 'v1',
    name: 'gcs',
    schemes: ['gs'],
    repository(uri, { http, environment }) {
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
        credentials: credentialsFor(environment),
        headersTimeoutMs: headersTimeoutMs(environment),
      })
      return new GcsRepository(uri, root.path, api, maxExpansion)
    },
  }
}
