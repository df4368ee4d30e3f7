import { generateKeyPairSync } from 'node:crypto'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** Where a key file is, and the variable that names it. */
export const KEY_FILE = 'key.json'
export const NAMED: Readonly<Record<string, string>> = {
  GOOGLE_APPLICATION_CREDENTIALS: `{home}/${KEY_FILE}`,
}
/** Where `gcloud` keeps its login. */
export const LOGIN_FILE = '.config/gcloud/application_default_credentials.json'

/** Of a service account. */
export const SERVICE_ACCOUNT: Readonly<Record<string, unknown>> = {
  type: 'service_account',
  project_id: 'project',
  private_key_id: 'canary-id',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  client_email: 'reader@project.iam.gserviceaccount.com',
  client_id: '1',
  token_uri: 'https://oauth2.googleapis.com/token',
}

/** What `gcloud auth application-default login` writes. Its tokens are called after the login. */
export function login(name: string): Readonly<Record<string, unknown>> {
  return {
    type: 'authorized_user',
    client_id: 'client',
    client_secret: 'canary-secret',
    refresh_token: name,
  }
}

/** Of a workload that an identity provider vouches for. */
export function workload(credential_source: object, more: object = {}): Readonly<Record<string, unknown>> {
  return {
    type: 'external_account',
    audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: 'https://sts.googleapis.com/v1/token',
    credential_source,
    ...more,
  }
}

/** Of one account that stands for another. */
export function impersonated(
  source_credentials: object,
  more: object = {},
): Readonly<Record<string, unknown>> {
  return {
    type: 'impersonated_service_account',
    service_account_impersonation_url: IMPERSONATION,
    source_credentials,
    ...more,
  }
}

export const IMPERSONATION: string =
  'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/target@project.iam.gserviceaccount.com:generateAccessToken'
