import { MlflowError } from '@mlflow-artifacts/repository'
import { netlocHostname, netlocUserinfo, unquote, urlparse } from '@mlflow-artifacts/repository/python'
import type { Environment } from './environment.ts'
import { environmentBoolean } from './environment-boolean.ts'
import { readCredentialsFile } from './read-credentials-file.ts'
import { readNetrc } from './read-netrc.ts'

/**
 * The `Authorization` for the tracking server, in Python's order: user and password of the netrc file for its host, then
 * those of the tracking URI, then those of the environment with `~/.mlflow/credentials` for what it leaves open, then the
 * token.
 *
 * @throws MlflowError NOT_IMPLEMENTED where a way is configured that only Python has
 */
export async function readAuthorization(
  trackingUri: string,
  environment: Environment,
): Promise<string | undefined> {
  refuseUnsupported(environment)
  const { netloc } = urlparse(trackingUri)
  const netrc = await readNetrc(netlocHostname(netloc) ?? '', environment)
  if (netrc !== undefined) return basic(netrc.username, netrc.password)
  const { username: uriUser = '', password: uriPassword = '' } = netlocUserinfo(netloc)
  if (uriUser !== '' || uriPassword !== '') return basic(unquote(uriUser), unquote(uriPassword))

  let username = environment.MLFLOW_TRACKING_USERNAME
  let password = environment.MLFLOW_TRACKING_PASSWORD
  if (!username || !password) {
    const file = await readCredentialsFile(environment)
    username ||= file.username
    password ||= file.password
  }
  if (username && password) return basic(username, password)
  const token = environment.MLFLOW_TRACKING_TOKEN
  return token ? `Bearer ${token}` : undefined
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
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
    hint: 'Give the headers that authenticate a request through the option http.auth.',
  })
}
