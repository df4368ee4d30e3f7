import { addressKind } from './address-kind.ts'
import type { AllowedHost } from './allowed-host.ts'
import { hostKind } from './host-kind.ts'

const LOOPBACK_NETWORKS: readonly string[] = ['127.0.0.0/8', '::1/128']
/** What is larger was not written for addresses of one kind. */
const LARGEST_PREFIX = 8

/** The networks in which an entry names addresses of this machine, or link-local ones; none for what is all networks. */
export function namedNetworks({ kind, host }: AllowedHost): readonly string[] {
  if (kind === 'name') return hostKind(host) === 'loopback' ? LOOPBACK_NETWORKS : []
  if (kind !== 'network') return []
  const [base = '', prefix] = host.split('/')
  return addressKind(base) !== undefined && Number(prefix) >= LARGEST_PREFIX ? [host] : []
}
