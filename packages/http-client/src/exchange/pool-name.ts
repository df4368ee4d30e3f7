import type { RequestUrl } from '../urls/parse-request-url.ts'

/** How Python's messages name the connections to an origin. */
export function poolName({ scheme, hostname, port }: RequestUrl): string {
  return `${scheme === 'https' ? 'HTTPSConnectionPool' : 'HTTPConnectionPool'}(host='${hostname}', port=${port})`
}
