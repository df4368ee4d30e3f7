import { MlflowError } from '@mlflow-artifacts/repository'
import { pythonRepr } from '@mlflow-artifacts/repository/python'

/**
 * The error of a run's artifact, in the words of Python (`mlflow/store/artifact/runs_artifact_repo.py`).
 *
 * @param path - as Python names it
 */
export function downloadFailed(path: string, cause: unknown): MlflowError {
  const message = `Failed to download artifacts from path ${pythonRepr(path)}, please ensure that the path is correct.`
  if (!MlflowError.isInstance(cause)) return new MlflowError(message, { cause })
  const { code, uri, retryable, retryAfterMs } = cause
  const isMissing = code === 'RESOURCE_DOES_NOT_EXIST'
  const hint = cause.hint ?? (isMissing ? 'See what the run has by listArtifacts.' : undefined)
  const reason = isMissing ? '' : ` ${cause.message}`
  return new MlflowError(message + reason, { code, uri, hint, retryable, retryAfterMs, cause })
}
