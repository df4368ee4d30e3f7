import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { BackendContext } from '@mlflow-artifacts/repository'
import type { GoogleAuthClient } from '../gcs-storage.ts'
import { googleVariable } from './google-variable.ts'
import { checkKeyFile } from './key-file.ts'

/** What the SDK for storage asks for. An account that stands for another one needs more than reading. */
const SCOPES: readonly string[] = [
  'https://www.googleapis.com/auth/iam',
  'https://www.googleapis.com/auth/cloud-platform',
  'https://www.googleapis.com/auth/devstorage.full_control',
]

/**
 * The application default credentials as they are now: the file of `GOOGLE_APPLICATION_CREDENTIALS`, the login of
 * `gcloud`, the account of this machine; `undefined`: nobody's. Nothing that was found before is used, nor that nothing
 * was.
 *
 * @throws MlflowError `UNAUTHENTICATED` for a file that cannot be used
 * @throws Error of the SDK
 */
export async function applicationDefault(
  environment: BackendContext['environment'],
): Promise<GoogleAuthClient | undefined> {
  const { Compute, GoogleAuth, gcpMetadata } = await import('google-auth-library')
  const scopes = [...SCOPES]
  // Reading needs no project; but where none is named, the SDK asks gcloud and the metadata server for one.
  const auth = new GoogleAuth({ scopes, projectId: 'none' })
  const file = googleVariable(environment, 'GOOGLE_APPLICATION_CREDENTIALS') || loginOfGcloud(environment)
  if (file !== undefined) {
    await checkKeyFile(file)
    return withQuotaProject(await auth._getApplicationCredentialsFromFilePath(file), environment)
  }
  // The SDK keeps for the life of the process that no server answered.
  gcpMetadata.resetIsAvailableCache()
  if (!(await auth._checkIsGCE())) return undefined
  const universe: unknown = await auth.getUniverseDomainFromMetadataServer()
  const client = new Compute({ scopes })
  if (typeof universe === 'string') client.universeDomain = universe
  return withQuotaProject(client, environment)
}

/** Where `gcloud auth application-default login` writes; `undefined`: nobody has logged in. */
function loginOfGcloud(environment: BackendContext['environment']): string | undefined {
  const isWindows = process.platform === 'win32'
  const home = googleVariable(environment, isWindows ? 'APPDATA' : 'HOME')
  const ofHome = home && join(home, isWindows ? '' : '.config', 'gcloud')
  const folder = googleVariable(environment, 'CLOUDSDK_CONFIG') || ofHome
  const file = folder && join(folder, 'application_default_credentials.json')
  return file && existsSync(file) ? file : undefined
}

function withQuotaProject(
  client: GoogleAuthClient,
  environment: BackendContext['environment'],
): GoogleAuthClient {
  const project = googleVariable(environment, 'GOOGLE_CLOUD_QUOTA_PROJECT')
  if (project) client.quotaProjectId = project
  return client
}
