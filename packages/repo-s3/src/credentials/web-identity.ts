import { readFile } from 'node:fs/promises'
import { MlflowError } from '@mlflow-artifacts/repository'
import { variable } from '../settings/aws-files.ts'
import type { Section } from '../settings/read-ini.ts'
import { type Credentials, type ProviderOptions, stsOptions } from './provider-options.ts'

/** A role that the token in a file stands for, as Kubernetes gives one to a pod. */
export interface WebIdentity {
  readonly tokenFile: string
  readonly roleArn: string
  readonly sessionName: string | undefined
}

/**
 * The web identity of the environment, or of a profile; `undefined` where there is none.
 *
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for a token without a role
 */
export function webIdentityOf({ environment }: ProviderOptions, profile: Section): WebIdentity | undefined {
  const said = (name: string, option: string): string | undefined => {
    const value = profile[option]
    return variable(environment, name) ?? (typeof value === 'string' && value !== '' ? value : undefined)
  }
  const tokenFile = said('AWS_WEB_IDENTITY_TOKEN_FILE', 'web_identity_token_file')
  const roleArn = said('AWS_ROLE_ARN', 'role_arn')
  if (tokenFile === undefined) return undefined
  if (roleArn === undefined) {
    throw new MlflowError('AWS_WEB_IDENTITY_TOKEN_FILE is set, but no role for its token', {
      code: 'INVALID_PARAMETER_VALUE',
      hint: 'Set AWS_ROLE_ARN, or unset AWS_WEB_IDENTITY_TOKEN_FILE.',
    })
  }
  return { tokenFile, roleArn, sessionName: said('AWS_ROLE_SESSION_NAME', 'role_session_name') }
}

/** Asks STS for the role's credentials. The file is read each time: its token is replaced while programs run. */
export async function assumeByWebIdentity(
  { tokenFile, roleArn, sessionName }: WebIdentity,
  options: ProviderOptions,
): Promise<Credentials> {
  const token = await readToken(tokenFile, 'AWS_WEB_IDENTITY_TOKEN_FILE')
  const { fromWebToken } = await import('@aws-sdk/credential-provider-web-identity')
  const provide = fromWebToken({
    ...stsOptions(options),
    webIdentityToken: token,
    roleArn,
    ...(sessionName !== undefined && { roleSessionName: sessionName }),
  })
  try {
    return await provide()
  } catch (error) {
    // A server may repeat what it was sent.
    if (error instanceof Error) error.message = error.message.replaceAll(token, '***')
    throw error
  }
}

/**
 * A token in a file, without what editors and `echo` put behind it.
 *
 * @throws MlflowError `UNAUTHENTICATED`, naming the variable, where there is none
 */
export async function readToken(path: string, name: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw unusable(path, name, reason)
  })
  if (text.trim() === '') throw unusable(path, name, 'it is empty')
  return text.trim()
}

function unusable(path: string, name: string, reason: string): MlflowError {
  return new MlflowError(`The token file '${path}' cannot be used: ${reason}`, {
    code: 'UNAUTHENTICATED',
    hint: `Correct ${name}, or mount the token there, as Kubernetes does for a pod whose service account has a role.`,
  })
}
