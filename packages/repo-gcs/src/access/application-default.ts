import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { GoogleAuthClient } from '../gcs-storage.ts'
import type { AccountVariables } from './google-variable.ts'
import { holdPaths } from './hold-paths.ts'
import { checkKeyFile } from './key-file.ts'
import { MachineAccount } from './machine-account.ts'
import { MetadataServer } from './metadata-server.ts'
import { presentCertificates } from './present-certificates.ts'
import { sendTokenRequests } from './send-token-requests.ts'
import type { TokenClient } from './token-client.ts'
import { useHelpers } from './use-helpers.ts'

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
 * @param http - asks for tokens
 * @throws MlflowError `UNAUTHENTICATED` for a file that cannot be used
 * @throws Error of the SDK
 */
export async function applicationDefault(
  variables: AccountVariables,
  http: TokenClient,
): Promise<GoogleAuthClient | undefined> {
  const client = (await ofFile(variables, http)) ?? (await ofMachine(variables, http))
  const project = variables.GOOGLE_CLOUD_QUOTA_PROJECT
  if (client !== undefined && project) client.quotaProjectId = project
  return client
}

async function ofFile(variables: AccountVariables, http: TokenClient): Promise<GoogleAuthClient | undefined> {
  const file = variables.GOOGLE_APPLICATION_CREDENTIALS || loginOfGcloud(variables)
  if (file === undefined) return undefined
  const path = await checkKeyFile(file, variables.cwd)
  const { GoogleAuth } = await import('google-auth-library')
  // Reading needs no project; but where none is named, the SDK asks gcloud and the metadata server for one.
  const auth = new GoogleAuth({ scopes: [...SCOPES], projectId: 'none' })
  const client = await auth._getApplicationCredentialsFromFilePath(path)
  holdPaths(client, variables.cwd)
  sendTokenRequests(client, http)
  presentCertificates(client)
  await useHelpers(client, variables, http)
  return client
}

async function ofMachine(
  variables: AccountVariables,
  http: TokenClient,
): Promise<GoogleAuthClient | undefined> {
  const metadata = new MetadataServer(http, variables)
  if (!(await metadata.isThere())) return undefined
  const account = new MachineAccount(metadata, SCOPES)
  await account.findUniverse()
  return account
}

/** Where `gcloud auth application-default login` writes; `undefined`: nobody has logged in. */
function loginOfGcloud({ CLOUDSDK_CONFIG, APPDATA, HOME, cwd }: AccountVariables): string | undefined {
  const isWindows = process.platform === 'win32'
  const home = isWindows ? APPDATA : HOME
  const folder = CLOUDSDK_CONFIG || (home && join(home, isWindows ? '' : '.config', 'gcloud'))
  const file = folder && resolve(cwd, folder, 'application_default_credentials.json')
  return file && existsSync(file) ? file : undefined
}
