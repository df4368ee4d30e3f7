import { join } from 'node:path'
import type { Environment } from './environment.ts'
import { homeDirectory } from './home-directory.ts'
import { parseIniSection } from './parse-ini-section.ts'
import { readRegularFile } from './read-regular-file.ts'

const MAXIMUM_BYTES = 2 ** 20

/** What `~/.mlflow/credentials` says. */
export interface FileCredentials {
  readonly username: string | undefined
  readonly password: string | undefined
}

/**
 * User and password of `~/.mlflow/credentials`; both `undefined` where there is no such file, or none that can be read
 * (as in Python's `read_mlflow_creds`, `mlflow/utils/credentials.py`).
 */
export async function readCredentialsFile(environment: Environment): Promise<FileCredentials> {
  const home = homeDirectory(environment)
  if (home === undefined) return { username: undefined, password: undefined }
  let text: string
  try {
    text = (await readRegularFile(join(home, '.mlflow', 'credentials'), MAXIMUM_BYTES)).toString()
  } catch {
    return { username: undefined, password: undefined }
  }
  const section = parseIniSection(text, 'mlflow')
  return {
    username: section.get('mlflow_tracking_username'),
    password: section.get('mlflow_tracking_password'),
  }
}
