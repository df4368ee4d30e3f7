import type { S3Client } from '@aws-sdk/client-s3'
import type { HttpClient } from '@mlflow-artifacts/repository'
import type { AwsFiles } from '../settings/aws-files.ts'
import type { ClientSettings } from '../settings/profile-settings.ts'
import type { Environment } from '../settings/s3-settings.ts'
import type { AccessKey } from './environment-credentials.ts'

/** Credentials that may expire. */
export interface Credentials extends AccessKey {
  readonly expiration?: Date
}

/** What the ways to credentials go by, at the moment of one look. */
export interface ProviderOptions {
  readonly environment: Environment
  readonly files: AwsFiles
  readonly settings: ClientSettings
  /** Sends the requests to STS and to the portal of SSO, so that proxies and TLS are those of everything else. */
  readonly requestHandler: RequestHandler
  /** The same for what the SDK is not asked for. */
  readonly http: HttpClient
  /** Aborts when nobody waits for the credentials any more. */
  readonly signal: AbortSignal
}

type RequestHandler = S3Client['config']['requestHandler']

/** Options of the SDK's providers. */
interface StsOptions {
  readonly clientConfig: { readonly requestHandler: RequestHandler; readonly endpoint?: string }
  readonly parentClientConfig: { readonly requestHandler: RequestHandler; readonly region: string }
}

/** Where STS is asked, for the SDK's own clients, which know nothing of the client that needs credentials. */
export function stsOptions({ settings, requestHandler }: ProviderOptions): StsOptions {
  const { stsEndpoint, region = 'us-east-1' } = settings
  return {
    clientConfig: { requestHandler, ...(stsEndpoint !== undefined && { endpoint: stsEndpoint }) },
    parentClientConfig: { region, requestHandler },
  }
}
