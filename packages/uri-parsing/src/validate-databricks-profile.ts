import { MlflowError } from '@mlflow-artifacts/repository'
import { pythonStrip } from '@mlflow-artifacts/repository/python'

/**
 * Refuses names that cannot stand in a URI. MLflow's `validate_db_scope_prefix_info` (mlflow/utils/uri.py).
 *
 * @throws MlflowError INTERNAL_ERROR
 */
export function validateDatabricksProfile(profile: string, keyPrefix: string | undefined): void {
  for (const character of ['/', ':', ' ']) {
    if (profile.includes(character)) {
      throw new MlflowError(
        `Unsupported Databricks profile name: ${profile}. Profile names cannot contain '${character}'.`,
      )
    }
    if (keyPrefix?.includes(character)) {
      throw new MlflowError(
        `Unsupported Databricks profile key prefix: ${keyPrefix}. Key prefixes cannot contain '${character}'.`,
      )
    }
  }
  if (keyPrefix !== undefined && pythonStrip(keyPrefix) === '') {
    throw new MlflowError(
      `Unsupported Databricks profile key prefix: '${keyPrefix}'. Key prefixes cannot be empty.`,
    )
  }
}
