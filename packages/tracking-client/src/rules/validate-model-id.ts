import { MlflowError } from '@mlflow-artifacts/repository'

/**
 * Refuses an empty id of a logged model. Python's `_validate_model_id_specified` (`mlflow/tracking/client.py`).
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE`
 */
export function validateModelId(modelId: string): void {
  if (modelId === '') {
    throw new MlflowError("`model_id` must be a non-empty string, but got ''", {
      code: 'INVALID_PARAMETER_VALUE',
    })
  }
}
