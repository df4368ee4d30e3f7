import { MlflowError, redactUri } from '@mlflow-artifacts/repository'
import { type AwsFiles, profileOf, variable } from './aws-files.ts'
import { maxAttempts, type SaidSetting } from './max-attempts.ts'
import type { Section } from './read-ini.ts'
import type { Environment, S3Settings } from './s3-settings.ts'

/** What the environment and the profile that it names say of a client for S3. */
export interface ClientSettings extends S3Settings {
  readonly useAccelerate: boolean
  readonly useDualstack: boolean
  readonly useFips: boolean
  /** How often a request is made until it is answered; `undefined`: nobody said. */
  readonly maxAttempts: number | undefined
  /** Whether the store is asked for the checksums of what it sends. */
  readonly wantsChecksums: boolean
  /** Where STS is; `undefined` is left to the SDK. */
  readonly stsEndpoint: string | undefined
  /** A PEM file of authorities, which the profile names. */
  readonly caBundle: string | undefined
}

/**
 * Completes settings of the environment by those of its profile, which count where the environment says nothing, as in
 * boto; but for its addressing style, as MLflow always passes one of its own.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for a profile that is not there, and what in it cannot be used
 */
export function clientSettings(
  settings: S3Settings,
  files: AwsFiles,
  environment: Environment,
): ClientSettings {
  const profile = profileOf(files, settings.profile)
  const setting = (name: string, option: string): SaidSetting =>
    variable(environment, name) === undefined
      ? { name: `${option} of the AWS profile`, value: text(profile[option]) }
      : { name, value: variable(environment, name) }
  const said = (name: string, option: string): string | undefined => setting(name, option).value
  const s3 = typeof profile.s3 === 'object' ? profile.s3 : {}
  const ofS3 = (option: string): boolean => isTrue(s3[option])
  const ignoresUrls = isTrue(said('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'ignore_configured_endpoint_urls'))
  const endpointOf = (service: string): string | undefined =>
    ignoresUrls ? undefined : profileEndpoint(profile, files, service)
  const isOfMlflow = Boolean(environment.MLFLOW_S3_ENDPOINT_URL)
  const endpoint = ignoresUrls && !isOfMlflow ? undefined : (settings.endpoint ?? endpointOf('s3'))
  const useAccelerate = ofS3('use_accelerate_endpoint') && endpoint === undefined
  const style = environment.MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE || 'auto'
  return {
    ...settings,
    endpoint,
    region: settings.region ?? text(profile.region),
    forcePathStyle: !useAccelerate && (style === 'path' || (style !== 'virtual' && endpoint !== undefined)),
    maxAttempts: maxAttempts(
      setting('AWS_MAX_ATTEMPTS', 'max_attempts'),
      setting('AWS_RETRY_MODE', 'retry_mode'),
    ),
    useAccelerate,
    useDualstack:
      endpoint === undefined &&
      (isTrue(said('AWS_USE_DUALSTACK_ENDPOINT', 'use_dualstack_endpoint')) ||
        ofS3('use_dualstack_endpoint')),
    useFips: endpoint === undefined && isTrue(said('AWS_USE_FIPS_ENDPOINT', 'use_fips_endpoint')),
    wantsChecksums:
      said('AWS_RESPONSE_CHECKSUM_VALIDATION', 'response_checksum_validation')?.toLowerCase() !==
      'when_required',
    stsEndpoint: ignoresUrls
      ? undefined
      : (said('AWS_ENDPOINT_URL_STS', '') ?? variable(environment, 'AWS_ENDPOINT_URL') ?? endpointOf('sts')),
    caBundle: text(profile.ca_bundle),
  }
}

function profileEndpoint(profile: Section, { services }: AwsFiles, service: string): string | undefined {
  const own = services.get(text(profile.services) ?? '')?.[service]
  const url = (typeof own === 'object' ? own.endpoint_url : undefined) || text(profile.endpoint_url)
  if (url === undefined || (URL.canParse(url) && /^https?:\/\//i.test(url))) return url
  throw new MlflowError(`The endpoint_url '${redactUri(url)}' of the AWS profile is no http: or https: URL`, {
    code: 'INVALID_PARAMETER_VALUE',
    hint: 'Correct it in the file that AWS_CONFIG_FILE names, or set MLFLOW_S3_ENDPOINT_URL.',
  })
}

function text(value: Section[string] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true'
}
