import { netlocHostname, urlparse } from '@mlflow-artifacts/repository/python'
import { getUriScheme } from '@mlflow-artifacts/uri-parsing'

/**
 * Whether a tracking or registry store is on this machine: a database file, a folder, or a server at `localhost`,
 * 127.0.0.0/8 or `::1`. By the parsed host: `localhost.example.com` is elsewhere.
 */
export function isOnThisMachine(storeUri: string): boolean {
  const scheme = getUriScheme(storeUri)
  if (scheme !== 'http' && scheme !== 'https') return true
  const host = netlocHostname(urlparse(storeUri).netloc) ?? ''
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
