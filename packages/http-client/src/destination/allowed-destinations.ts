import { MlflowError } from '@mlflow-artifacts/repository'
import type { Environment } from '../configuration/environment.ts'
import { type AllowedHost, parseAllowedHost } from './allowed-host.ts'
import type { DestinationOptions } from './destination-options.ts'

const SCHEMES = 'MLFLOW_ARTIFACTS_ALLOWED_SCHEMES'
const HOSTS = 'MLFLOW_ARTIFACTS_ALLOWED_HOSTS'

/** {@link DestinationOptions}, complete and taken apart. */
export interface AllowedDestinations {
  /** `undefined`: all. */
  readonly schemes: readonly string[] | undefined
  /** `undefined`: all but those that have to be named. */
  readonly hosts: readonly AllowedHost[] | undefined
}

/**
 * What the options say, or else the environment.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for what is no scheme and no host
 */
export function allowedDestinations(
  { allowedSchemes, allowedHosts }: DestinationOptions,
  environment: Environment,
): AllowedDestinations {
  const [schemes, ofSchemes] = chosen(allowedSchemes, 'allowedSchemes', environment, SCHEMES)
  const [hosts, ofHosts] = chosen(allowedHosts, 'allowedHosts', environment, HOSTS)
  return {
    schemes: schemes?.map((scheme) => checkedScheme(scheme, ofSchemes)),
    hosts: hosts?.map((host) => parseAllowedHost(host, ofHosts)),
  }
}

function chosen(
  option: readonly string[] | undefined,
  name: string,
  environment: Environment,
  variable: string,
): [entries: readonly string[] | undefined, source: string] {
  if (option !== undefined) return [option, `The option ${name}`]
  const entries = (environment[variable] ?? '').split(',').map((entry) => entry.trim())
  const given = entries.filter((entry) => entry !== '')
  return [given.length === 0 ? undefined : given, variable]
}

function checkedScheme(scheme: string, source: string): string {
  if (/^[a-z][a-z\d+.-]*$/.test(scheme)) return scheme
  throw new MlflowError(`${source} holds ${JSON.stringify(scheme)}, which is no scheme`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: "A scheme is in lower case and without a colon: 'https', 's3', and 'file' for local files.",
  })
}
