import { BlockList, isIP, isIPv6 } from 'node:net'

/** Whether an IP address is in one of these networks, such as `10.0.0.0/8`. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const withoutZone = address.replace(/%.*$/, '')
  if (networks.length === 0 || isIP(withoutZone) === 0) return false
  const list = new BlockList()
  for (const network of networks) {
    const [base = '', prefix] = network.split('/')
    list.addSubnet(base, Number(prefix), isIPv6(base) ? 'ipv6' : 'ipv4')
  }
  return list.check(withoutZone, isIPv6(withoutZone) ? 'ipv6' : 'ipv4')
}
