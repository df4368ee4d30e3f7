import { BlockList, isIPv6 } from 'node:net'

/**
 * An address that is more than one of a network: of this machine itself (`loopback`), or such that only neighbours on the
 * wire reach it (`link-local`), as the metadata services of clouds have, which give out the credentials of the machine.
 */
export type AddressKind = 'link-local' | 'loopback'

const IPV4: Readonly<Record<AddressKind, readonly (readonly [network: string, prefix: number])[]>> = {
  'link-local': [
    ['169.254.0.0', 16],
    // Metadata services elsewhere: Alibaba, Azure, Oracle.
    ['100.100.100.200', 32],
    ['168.63.129.16', 32],
    ['192.0.0.192', 32],
  ],
  // A connection to 0.0.0.0 is one to this machine.
  loopback: [
    ['127.0.0.0', 8],
    ['0.0.0.0', 8],
  ],
}

const IPV6: Readonly<Record<AddressKind, readonly (readonly [network: string, prefix: number])[]>> = {
  'link-local': [
    ['fe80::', 10],
    // Metadata services: AWS with its neighbours, Google, Oracle, Scaleway.
    ['fd00:ec2::', 64],
    ['fd20:ce::254', 128],
    ['fd00:c1::a9fe:a9fe', 128],
    ['fd00:42::42', 128],
  ],
  loopback: [
    ['::1', 128],
    ['::', 128],
  ],
}

/** What an IPv6 address with an IPv4 one at its end begins with: compatible, translated, and behind NAT64. */
const BEFORE_IPV4: readonly string[] = ['::', '::ffff:0:', '64:ff9b::', '64:ff9b:1::']

let lists: Readonly<Record<AddressKind, BlockList>> | undefined

/**
 * The kind of an IP address in any spelling that an address may have, an IPv4 one also inside IPv6; `undefined` for one of
 * a network, private or not.
 */
export function addressKind(address: string): AddressKind | undefined {
  lists ??= { 'link-local': listOf('link-local'), loopback: listOf('loopback') }
  const withoutZone = address.replace(/%.*$/, '')
  const family = isIPv6(withoutZone) ? 'ipv6' : 'ipv4'
  if (lists['link-local'].check(withoutZone, family)) return 'link-local'
  return lists.loopback.check(withoutZone, family) ? 'loopback' : undefined
}

function listOf(kind: AddressKind): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of IPV6[kind]) list.addSubnet(network, prefix, 'ipv6')
  for (const [network, prefix] of IPV4[kind]) {
    // It holds for `::ffff:…` as well.
    list.addSubnet(network, prefix)
    for (const before of BEFORE_IPV4) list.addSubnet(before + network, 96 + prefix, 'ipv6')
    list.addSubnet(`2002:${hexadecimal(network)}::`, 16 + prefix, 'ipv6')
  }
  return list
}

/** An IPv4 address as two groups of IPv6, as they stand in a 6to4 address. */
function hexadecimal(address: string): string {
  const digits = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'))
  return `${digits.slice(0, 2).join('')}:${digits.slice(2).join('')}`
}
