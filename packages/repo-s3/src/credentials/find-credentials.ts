import { MlflowError, redactText, untilAborted } from '@mlflow-artifacts/repository'
import { GivenUp } from '../client/given-up.ts'
import { awsFile, profileOf } from '../settings/aws-files.ts'
import type { Section } from '../settings/read-ini.ts'
import { credentialsError } from './credentials-error.ts'
import { containerCredentials, instanceCredentials, isInContainer } from './machine-credentials.ts'
import { handOver, sdkName } from './profile-files.ts'
import { profileHint } from './profile-hint.ts'
import { type Credentials, type ProviderOptions, stsOptions } from './provider-options.ts'
import { assumeByWebIdentity, webIdentityOf } from './web-identity.ts'

/**
 * Looks for credentials that are not in the environment, in the order of boto (`create_credential_resolver`,
 * botocore/credentials.py): a role of the profile, a web identity, the profile's own ways, the container, the machine. The
 * first that is set up counts, whether or not it succeeds; nothing of a look is kept for the next.
 *
 * @throws MlflowError `UNAUTHENTICATED` where there are none, or what the one who gives them out says
 */
export async function findCredentials(options: ProviderOptions): Promise<Credentials> {
  const { environment, files, settings, signal } = options
  const name = settings.profile
  const profile = profileOf(files, name)
  const shown = `The AWS profile '${name ?? 'default'}'`
  const ofFiles = (): Promise<Credentials> =>
    from(shown, signal, () => ofProfile(options), profileHint(files, name))
  if (profile.role_arn && (profile.source_profile || profile.credential_source)) {
    return await ofFiles()
  }
  const identity = webIdentityOf(options, profile)
  if (identity !== undefined) {
    return await from(`STS, asked for the role ${identity.roleArn},`, signal, () =>
      assumeByWebIdentity(identity, options),
    )
  }
  const key = staticKey(profile, shown)
  const isOfOthers = hasSome(profile, ['sso_session', 'sso_start_url', 'login_session', 'credential_process'])
  if (key !== undefined && !hasSome(profile, ['sso_session', 'sso_start_url'])) return key
  if (isOfOthers) return await ofFiles()
  if (isInContainer(environment)) {
    return await from("The container's agent (AWS_CONTAINER_CREDENTIALS_FULL_URI)", signal, () =>
      containerCredentials(options, signal),
    )
  }
  // Not every machine has such a service: that it does not answer says nothing.
  let ofMachine: Credentials | undefined
  let silence = 'AWS_EC2_METADATA_DISABLED is set'
  try {
    ofMachine = await instanceCredentials(environment)
  } catch (error) {
    silence = error instanceof Error ? redactText(error.message) : String(error)
  }
  if (ofMachine !== undefined) return ofMachine
  throw new MlflowError('Unable to locate credentials for S3', {
    code: 'UNAUTHENTICATED',
    hint:
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; for a public bucket, ' +
      `MLFLOW_EXPERIMENTAL_S3_SIGNATURE_VERSION=unsigned. The profile '${name ?? 'default'}' has none in ` +
      `${files.places.join(' and ')}.`,
    cause: new Error(`The metadata service of this machine gave none: ${silence}`),
  })
}

/** Not all that the SDK does on the way ends when nobody waits for it any more: whoever comes next begins anew. */
async function from(
  source: string,
  signal: AbortSignal,
  provide: () => Promise<Credentials>,
  way?: string,
): Promise<Credentials> {
  try {
    return await untilAborted(provide(), signal)
  } catch (error) {
    // Nothing is wrong with who was asked.
    if (signal.aborted || error instanceof GivenUp) throw new GivenUp()
    throw credentialsError(error, source, way)
  }
}

/** What the SDK knows to do with a profile: roles of roles, SSO, processes. */
async function ofProfile(options: ProviderOptions): Promise<Credentials> {
  const { files, environment, settings } = options
  const path = handOver(files, awsFile(environment, 'AWS_CONFIG_FILE', 'config'))
  const profile = profileOf(files, settings.profile)
  const { clientConfig, parentClientConfig } = stsOptions(options)
  const { endpoint: _, ...withoutSts } = clientConfig
  const { fromIni } = await import('@aws-sdk/credential-provider-ini')
  const provide = fromIni({
    profile: sdkName(settings.profile ?? 'default'),
    configFilepath: path,
    filepath: `${path}.none`,
    ignoreCache: true,
    // The portal of SSO is asked by the same client.
    clientConfig: profile.role_arn ? clientConfig : withoutSts,
    parentClientConfig,
  })
  return await provide()
}

function staticKey(profile: Section, shown: string): Credentials | undefined {
  const said = (option: string): string => (typeof profile[option] === 'string' ? profile[option] : '')
  const accessKeyId = said('aws_access_key_id')
  const secretAccessKey = said('aws_secret_access_key')
  const sessionToken = said('aws_security_token') || said('aws_session_token')
  if (accessKeyId === '') return undefined
  if (secretAccessKey !== '') return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
  throw new MlflowError(`${shown} has an aws_access_key_id, but no aws_secret_access_key`, {
    code: 'UNAUTHENTICATED',
    hint: 'Write both into the file, or neither.',
  })
}

function hasSome(profile: Section, names: readonly string[]): boolean {
  return names.some((name) => Boolean(profile[name]))
}
