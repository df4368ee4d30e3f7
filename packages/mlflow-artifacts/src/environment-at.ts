import { isAbsolute, resolve } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** Variables that name a file or a folder. What may be a key in place of its path, its reader makes absolute. */
const PATHS: ReadonlySet<string | symbol> = new Set([
  'AWS_CA_BUNDLE',
  'AWS_CONFIG_FILE',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'CURL_CA_BUNDLE',
  'HOME',
  'MLFLOW_ARTIFACTS_HEADERS_FILE',
  'MLFLOW_TRACKING_CLIENT_CERT_PATH',
  'MLFLOW_TRACKING_SERVER_CERT_PATH',
  'NETRC',
  'NODE_EXTRA_CA_CERTS',
  'REQUESTS_CA_BUNDLE',
  'USERPROFILE',
])

/**
 * The variables of a call, as they are at each moment, but with absolute paths: a relative one means the directory in which
 * the call was made, also where the program has changed to another before the file is read, and when it is read again.
 *
 * @param cwd - that directory
 */
export function environmentAt(environment: Environment, cwd: string): Environment {
  const at = (name: string | symbol): unknown => {
    const value: unknown = Reflect.get(environment, name)
    return typeof value === 'string' && PATHS.has(name) && isRelativePath(value) ? resolve(cwd, value) : value
  }
  return new Proxy<Environment>(
    {},
    {
      get: (_, name) => at(name),
      has: (_, name) => Reflect.has(environment, name),
      ownKeys: () => Reflect.ownKeys(environment),
      getOwnPropertyDescriptor: (_, name) =>
        Object.hasOwn(environment, name)
          ? { value: at(name), enumerable: true, configurable: true, writable: true }
          : undefined,
    },
  )
}

/** What begins at the home is the business of its reader, and what is no path stays as it is. */
function isRelativePath(value: string): boolean {
  return value !== '' && !isAbsolute(value) && !/^~(?:$|[\\/])|[\n\r]|-----BEGIN/.test(value)
}
