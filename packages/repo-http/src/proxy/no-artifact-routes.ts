import { MlflowError } from '@mlflow-artifacts/repository'
import type { ProxyEndpoints } from './proxy-endpoints.ts'
import type { ServedFile } from './served-file.ts'

/** Whether a server answered that it has no such page, and not that it has no such artifact. */
export function isUnknownRoute(error: unknown): error is MlflowError {
  return MlflowError.isInstance(error) && error.code === 'ENDPOINT_NOT_FOUND'
}

/** Says that nothing serves artifacts where they were asked for. */
export function noArtifactRoutes(error: MlflowError, { route }: ProxyEndpoints): MlflowError {
  const { message, code, uri } = error
  return new MlflowError(message, {
    code,
    uri,
    hint:
      `Nothing serves artifacts at ${route}, which is not to say that this one is missing. A gateway before MLflow's server has ` +
      'to pass that path on to it, as it does /api/2.0/mlflow; or the path prefix of the server is missing from its URI; or ' +
      'the server is older than MLflow 1.24.',
    cause: error,
  })
}

/**
 * The error to report where a file was answered with a page that is not there: of MLflow's own servers, old ones may answer so for a
 * file that is missing, and a gateway for all that it does not know. Their listings tell them apart.
 */
export async function explainUnknownRoute(
  error: MlflowError,
  endpoints: ProxyEndpoints,
  file: ServedFile,
): Promise<MlflowError> {
  try {
    await file.find()
  } catch (failure) {
    file.signal?.throwIfAborted()
    if (isUnknownRoute(failure)) return noArtifactRoutes(error, endpoints)
  }
  const { message, uri } = error
  return new MlflowError(message, { code: 'RESOURCE_DOES_NOT_EXIST', uri })
}
