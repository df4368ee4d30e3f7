import { join } from 'node:path'
import type { Environment } from './environment.ts'
import { homeDirectory } from './home-directory.ts'
import { parseNetrc } from './parse-netrc.ts'
import { readRegularFile } from './read-regular-file.ts'

const MAXIMUM_BYTES = 2 ** 20

/**
 * User and password for a host in the netrc file: that of `NETRC`, or else `~/.netrc` or `~/_netrc`. `undefined` where
 * there is no such file, none that can be read, or nothing in it for the host. As python-requests does for every request
 * (`get_netrc_auth`, `requests/utils.py`).
 */
export async function readNetrc(
  host: string,
  environment: Environment,
): Promise<{ readonly username: string; readonly password: string } | undefined> {
  const text = await readNetrcFile(environment)
  const entry = text === undefined ? undefined : parseNetrc(text, host)
  if (entry === undefined) return undefined
  const { login, account, password } = entry
  if (login === '' && account === '' && password === '') return undefined
  return { username: login || account, password }
}

async function readNetrcFile(environment: Environment): Promise<string | undefined> {
  const home = homeDirectory(environment)
  const { NETRC } = environment
  const places =
    NETRC === undefined
      ? ['.netrc', '_netrc'].flatMap((name) => (home === undefined ? [] : [join(home, name)]))
      : [NETRC.replace(/^~(?=[/\\]|$)/, (tilde) => home ?? tilde)]
  for (const place of places) {
    try {
      return (await readRegularFile(place, MAXIMUM_BYTES)).toString()
    } catch (error) {
      // Only one that is not there makes Python look further.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) return undefined
    }
  }
  return undefined
}
