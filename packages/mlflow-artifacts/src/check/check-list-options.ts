import { checkOption, optionRules } from '@mlflow-artifacts/repository'
import type { ListArtifactsOptions } from '../options.ts'

/**
 * Checks what only a listing takes.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` that names the option and what it may be
 */
export function checkListOptions({ mustExist }: ListArtifactsOptions): void {
  checkOption('mustExist', mustExist, optionRules.boolean)
}
