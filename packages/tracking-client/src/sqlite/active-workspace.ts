import { MlflowError } from '@mlflow-artifacts/repository'
import type { StoreContext } from '../store-context.ts'

/**
 * The workspace whose rows a database store shows; `undefined` where workspaces are off, which is MLflow's default.
 * Python's `WorkspaceAwareMixin`: a database asks for `MLFLOW_ENABLE_WORKSPACES`, not only for `MLFLOW_WORKSPACE`.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` where workspaces are on and none is named
 */
export function activeWorkspace(environment: StoreContext['environment']): string | undefined {
  const enabled = environment.MLFLOW_ENABLE_WORKSPACES
  if (enabled === undefined || /^(false|0)$/i.test(enabled)) return undefined
  if (!/^(true|1)$/i.test(enabled)) {
    throw new MlflowError(
      `MLFLOW_ENABLE_WORKSPACES value must be one of ['true', 'false', '1', '0'] (case-insensitive), but got ${enabled}`,
      { code: 'INVALID_PARAMETER_VALUE' },
    )
  }
  const workspace = environment.MLFLOW_WORKSPACE?.trim()
  if (!workspace) {
    throw new MlflowError(
      'Active workspace is required. Configure a default workspace or call mlflow.set_workspace() before interacting with the store.',
      { code: 'INVALID_PARAMETER_VALUE', hint: 'Set MLFLOW_WORKSPACE.' },
    )
  }
  return workspace
}
