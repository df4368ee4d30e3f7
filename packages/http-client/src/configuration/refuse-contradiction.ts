import { MlflowError } from '@mlflow-artifacts/repository'
import type { Environment } from './environment.ts'
import { environmentBoolean } from './environment-boolean.ts'

/**
 * Refuses to take any certificate of a server and to trust a certain authority at once, as Python does.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE`
 */
export function refuseContradiction(environment: Environment): void {
  const insecure = environmentBoolean(environment, 'MLFLOW_TRACKING_INSECURE_TLS')
  if (!insecure || !environment.MLFLOW_TRACKING_SERVER_CERT_PATH) return
  throw new MlflowError(
    "When 'ignore_tls_verification' is true then 'server_cert_path' must not be set! This error may have occurred " +
      "because the 'MLFLOW_TRACKING_INSECURE_TLS' and 'MLFLOW_TRACKING_SERVER_CERT_PATH' environment variables are " +
      'both set - only one of these environment variables may be set.',
    { code: 'INVALID_PARAMETER_VALUE' },
  )
}
