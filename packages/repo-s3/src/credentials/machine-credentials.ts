import { variable } from '../settings/aws-files.ts'
import type { Environment } from '../settings/s3-settings.ts'
import { askContainerAgent } from './container-agent.ts'
import type { Credentials, ProviderOptions } from './provider-options.ts'
import { readToken } from './web-identity.ts'

/** Whether a container was told who gives it credentials: on ECS, and on EKS by Pod Identity. */
export function isInContainer(environment: Environment): boolean {
  return containerUri(environment) !== undefined
}

/**
 * The credentials of a container's role.
 *
 * @param signal - aborts the request for them
 */
export async function containerCredentials(
  { environment, http }: Pick<ProviderOptions, 'environment' | 'http'>,
  signal: AbortSignal,
): Promise<Credentials> {
  const relative = variable(environment, 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI')
  const full = variable(environment, 'AWS_CONTAINER_CREDENTIALS_FULL_URI') ?? ''
  const file = variable(environment, 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE')
  const token =
    file === undefined
      ? variable(environment, 'AWS_CONTAINER_AUTHORIZATION_TOKEN')
      : await readToken(file, 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE')
  const url = relative === undefined ? full : `http://169.254.170.2${relative}`
  return await askContainerAgent({ url, token: token?.trim() }, http, signal)
}

/** The credentials of a machine's role; `undefined` where its metadata service is not to be asked. */
export async function instanceCredentials(environment: Environment): Promise<Credentials | undefined> {
  const disabled = variable(environment, 'AWS_EC2_METADATA_DISABLED')?.toLowerCase()
  if (disabled === 'true') return undefined
  const seconds = Number(variable(environment, 'AWS_METADATA_SERVICE_TIMEOUT'))
  const told = Number(variable(environment, 'AWS_METADATA_SERVICE_NUM_ATTEMPTS'))
  const isTold = Number.isInteger(told) && told > 0
  const { fromInstanceMetadata } = await import('@smithy/credential-provider-imds')
  for (let attempt = 1; ; attempt += 1) {
    try {
      // A new one each time: it remembers that there was no token.
      return await fromInstanceMetadata({ timeout: seconds > 0 ? seconds * 1000 : 1000, maxRetries: 0 })()
    } catch (error) {
      // One that failed is asked again, one that is silent only where that is wanted: most machines have none.
      const isSilent = error instanceof Error && /timeout|unable to connect/i.test(error.message)
      if (attempt >= (isTold ? told : isSilent ? 1 : 2)) throw error
    }
  }
}

function containerUri(environment: Environment): string | undefined {
  return (
    variable(environment, 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') ??
    variable(environment, 'AWS_CONTAINER_CREDENTIALS_FULL_URI')
  )
}
