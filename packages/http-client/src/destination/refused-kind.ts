import { type AddressKind, addressKind } from './address-kind.ts'
import type { AddressRules } from './address-rules.ts'
import { isInNetworks } from './is-in-networks.ts'

/** What an IP address is, where the rules refuse it; `undefined` where they do not. */
export function refusedKind(address: string, { refused, allowed }: AddressRules): AddressKind | undefined {
  const kind = addressKind(address)
  return kind !== undefined && refused.includes(kind) && !isInNetworks(address, allowed) ? kind : undefined
}
