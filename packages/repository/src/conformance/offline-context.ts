import type { BackendContext } from '../artifact-backend.ts'
import { MlflowError } from '../errors/mlflow-error.ts'

/** What a backend that needs no network is given in its tests: every request fails, and no variable is set. */
export const offlineContext: BackendContext = {
  http: {
    request: async ({ url }) => {
      throw new MlflowError('This context has no network', {
        uri: url,
        hint: 'Make a client with createHttpClient of @mlflow-artifacts/http-client.',
      })
    },
  },
  environment: {},
  trackingUri: undefined,
}
