/**
 * The host of an authority, in lower case but for the zone of an IPv6 address, without brackets. `undefined` where
 * there is none. The `hostname` of Python 3.11's `urlparse` result.
 */
export function netlocHostname(netloc: string): string | undefined {
  const hostAndPort = netloc.slice(netloc.lastIndexOf('@') + 1)
  const bracket = hostAndPort.indexOf('[')
  const [host = ''] =
    bracket === -1 ? hostAndPort.split(':', 1) : hostAndPort.slice(bracket + 1).split(']', 1)
  if (host === '') return undefined
  const zone = host.indexOf('%')
  return zone === -1 ? host.toLowerCase() : host.slice(0, zone).toLowerCase() + host.slice(zone)
}
