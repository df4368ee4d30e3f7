import { MlflowError } from '@mlflow-artifacts/repository'
import { netlocHostname, netlocUserinfo, unquote } from '@mlflow-artifacts/repository/python'
import type { Environment } from './environment.ts'
import { environmentBoolean } from './environment-boolean.ts'
import type { FileCredentials } from './read-credentials-file.ts'
import type { readNetrc } from './read-netrc.ts'

/** Who asks. */
export interface Authorization {
  /** Of the header. */
  readonly value: string
  /** Where it was found, for people. */
  readonly source: string
}

/** The files in which user and password may stand. */
export interface CredentialFiles {
  netrc(hostname: string): ReturnType<typeof readNetrc>
  mlflow(): Promise<FileCredentials>
}

/**
 * The `Authorization` for the tracking server, in Python's order: user and password of the netrc file for its host, then
 * those of the tracking URI, then those of the environment with `~/.mlflow/credentials` for what it leaves open, then the
 * token.
 *
 * @param netloc - the authority of the tracking URI
 * @param hostname - of the server that is asked, another one where it is trusted as the tracking server is: what the netrc
 *   file has for it goes first
 * @throws MlflowError NOT_IMPLEMENTED where a way is configured that only Python has
 */
export async function readAuthorization(
  netloc: string,
  hostname: string,
  environment: Environment,
  files: CredentialFiles,
): Promise<Authorization | undefined> {
  refuseUnsupported(environment)
  const netrc = (await files.netrc(hostname)) ?? (await files.netrc(netlocHostname(netloc) ?? ''))
  if (netrc !== undefined) return basic(netrc.username, netrc.password, 'the netrc file')
  const { username: uriUser = '', password: uriPassword = '' } = netlocUserinfo(netloc)
  if (uriUser !== '' || uriPassword !== '') {
    return basic(unquote(uriUser), unquote(uriPassword), 'the tracking URI')
  }

  let { MLFLOW_TRACKING_USERNAME: username, MLFLOW_TRACKING_PASSWORD: password } = environment
  let source = 'MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD'
  if (!username || !password) {
    const file = await files.mlflow()
    username ||= file.username
    password ||= file.password
    source = '~/.mlflow/credentials'
  }
  if (username && password) return basic(username, password, source)
  const token = environment.MLFLOW_TRACKING_TOKEN
  return token ? { value: `Bearer ${token}`, source: 'MLFLOW_TRACKING_TOKEN' } : undefined
}

function basic(username: string, password: string, source: string): Authorization {
  return { value: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`, source }
}

function refuseUnsupported(environment: Environment): void {
  const name = environmentBoolean(environment, 'MLFLOW_TRACKING_AWS_SIGV4')
    ? 'MLFLOW_TRACKING_AWS_SIGV4'
    : environment.MLFLOW_TRACKING_AUTH
      ? 'MLFLOW_TRACKING_AUTH'
      : undefined
  if (name === undefined) return
  throw new MlflowError(`${name} is set, but its way to authenticate is not supported`, {
    code: 'NOT_IMPLEMENTED',
    hint:
      'Give the headers that authenticate a request through the option http.auth, or, where they stay the same, in a file ' +
      'that MLFLOW_ARTIFACTS_HEADERS_FILE names, and unset the variable.',
  })
}
