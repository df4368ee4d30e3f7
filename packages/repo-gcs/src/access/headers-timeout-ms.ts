import { environmentNumber } from '@mlflow-artifacts/http-client'
import { type BackendContext, MlflowError } from '@mlflow-artifacts/repository'

const VARIABLE = 'MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT'

/**
 * How long an answer may take to begin, in milliseconds, by `MLFLOW_ARTIFACT_UPLOAD_DOWNLOAD_TIMEOUT`; 0: for ever,
 * which the variable calls -1. `undefined`: what the client was made with, as 0 says to Python, too. A body that falls
 * silent is not waited for as long, because it can be gone on with.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` where it is no number of seconds
 */
export function headersTimeoutMs(environment: BackendContext['environment']): number | undefined {
  const seconds = environmentNumber(environment, VARIABLE, 'int')
  if (seconds === undefined || seconds === 0) return undefined
  if (seconds === -1) return 0
  if (seconds > 0) return seconds * 1000
  throw new MlflowError(
    `Attempted to set connect timeout to ${seconds}, but the timeout cannot be set to a value less than or equal to 0.`,
    {
      code: 'INVALID_PARAMETER_VALUE',
      hint: `Set ${VARIABLE} to a number of seconds, or to -1 for no limit.`,
    },
  )
}
