import { vi } from 'vitest'

/**
 * A machine where nobody has an account: no key, no login, no metadata server. Proxies are not between the tests and their
 * servers. `vi.unstubAllEnvs` ends it.
 *
 * @param home - an empty folder
 */
export function stubNoAccount(home: string): void {
  for (const name of ['HOME', 'APPDATA', 'CLOUDSDK_CONFIG']) vi.stubEnv(name, home)
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', undefined)
  vi.stubEnv('METADATA_SERVER_DETECTION', 'none')
  vi.stubEnv('NO_PROXY', '*')
}
