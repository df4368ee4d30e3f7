import { MlflowError } from '@mlflow-artifacts/repository'
import { urlparse } from '@mlflow-artifacts/repository/python'

/** Whether the scheme is `models`; a text that is no URL has none. MLflow's `is_models_uri` (mlflow/utils/uri.py). */
export function isModelsUri(uri: string): boolean {
  try {
    return urlparse(uri).scheme === 'models'
  } catch (error) {
    if (MlflowError.isInstance(error)) return false
    throw error
  }
}
