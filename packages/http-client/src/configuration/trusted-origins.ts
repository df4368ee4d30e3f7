import { MlflowError } from '@mlflow-artifacts/repository'
import type { Environment } from './environment.ts'

const VARIABLE = 'MLFLOW_ARTIFACTS_TRUSTED_ORIGINS'

/**
 * The origins that are trusted as the tracking server is: those of the option, or else of the variable, separated by
 * commas.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for what is no origin, without showing it, as a password may stand in it
 */
export function trustedOrigins(
  option: readonly string[] | undefined,
  environment: Environment,
): readonly string[] {
  if (option !== undefined)
    return option.map((entry) => checkedOrigin(entry, 'The option http.trustedOrigins'))
  const entries = (environment[VARIABLE] ?? '').split(',').map((entry) => entry.trim())
  return entries.filter((entry) => entry !== '').map((entry) => checkedOrigin(entry, VARIABLE))
}

function checkedOrigin(entry: string, source: string): string {
  if (/^https?:\/\/[^\s/?#@\\*]+\/?$/i.test(entry) && URL.canParse(entry)) return new URL(entry).origin
  throw new MlflowError(`${source} holds an entry that is no origin`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: 'An origin is a scheme, a host and a port that is not the default one: https://artifacts.example.com:8443.',
  })
}
