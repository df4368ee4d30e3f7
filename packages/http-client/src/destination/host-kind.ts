import { isIP } from 'node:net'
import { type AddressKind, addressKind } from './address-kind.ts'

const LOOPBACK =
  /(?:^|\.)localhost(?:\.localdomain)?$|^localhost[46]?(?:\.localdomain[46]?)?$|^ip6-(?:localhost|loopback)$/
const METADATA: ReadonlySet<string> = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
  'api.metadata.cloud.ibm.com',
])

/**
 * What is known of a host before its name is looked up, which a proxy would do elsewhere; names in lower case, an IPv6
 * address without brackets. `undefined`: nothing but where its addresses lead.
 */
export function hostKind(host: string): AddressKind | undefined {
  if (isIP(host) !== 0) return addressKind(host)
  const name = host.replace(/\.$/, '')
  if (LOOPBACK.test(name)) return 'loopback'
  return METADATA.has(name) ? 'link-local' : undefined
}
