import { checkOption, optionRules } from '@mlflow-artifacts/repository'
import type { CreateArtifactsOptions } from '../compose.ts'
import { checkCallOptions } from './check-call-options.ts'
import { withoutNulls } from './without-nulls.ts'

/**
 * Checks what functions are bound to, and leaves out what is `null`.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` that names the option and what it may be
 */
export function checkBoundOptions(options: CreateArtifactsOptions | null): CreateArtifactsOptions {
  checkOption('options', options ?? undefined, optionRules.object)
  const given = withoutNulls(options ?? {})
  checkCallOptions(given)
  checkOption('sharp', given.sharp, optionRules.function)
  checkOption('findBackend', given.findBackend, optionRules.function)
  return given
}
