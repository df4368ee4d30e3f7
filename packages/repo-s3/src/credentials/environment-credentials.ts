import { MlflowError } from '@mlflow-artifacts/repository'
import type { Environment } from '../settings/s3-settings.ts'

/** An access key as the SDK takes it. */
export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/**
 * The access key of the environment, which goes before a profile, as in boto; `undefined` where there is none.
 *
 * @throws MlflowError `UNAUTHENTICATED` where half of it is missing
 */
export function environmentCredentials(environment: Environment): AccessKey | undefined {
  const accessKeyId = environment.AWS_ACCESS_KEY_ID
  const secretAccessKey = environment.AWS_SECRET_ACCESS_KEY
  const sessionToken = environment.AWS_SECURITY_TOKEN || environment.AWS_SESSION_TOKEN
  if (!accessKeyId) return undefined
  if (!secretAccessKey) {
    throw new MlflowError('AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not', {
      code: 'UNAUTHENTICATED',
      hint: 'Set both, or neither.',
    })
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
}
