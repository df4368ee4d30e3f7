import type { LookupFunction } from 'node:net'
import { addressRefusal } from './address-refusal.ts'
import type { AddressRules } from './address-rules.ts'
import { RefusedAddress } from './refused-address.ts'
import { refusedKind } from './refused-kind.ts'

/**
 * Looks names up for a connection, and gives it only the addresses that the rules leave. What is checked is what is
 * connected to, so that a name that leads elsewhere the next time is no way around.
 *
 * @param given - Default: the system's
 */
export function lookupWithin(rules: AddressRules, given?: LookupFunction): LookupFunction {
  // The module costs time that a program without connections need not spend.
  const lookup: LookupFunction = given ?? process.getBuiltinModule('node:dns').lookup
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null || typeof found === 'string') {
        callback(error, [])
        return
      }
      const left = found.filter(({ address }) => refusedKind(address, rules) === undefined)
      const [first] = left
      if (first === undefined) {
        callback(refusalOf(hostname, found, rules), [])
      } else if (options.all === true) {
        callback(null, left)
      } else {
        callback(null, first.address, first.family)
      }
    })
  }
}

function refusalOf(hostname: string, found: readonly { address: string }[], rules: AddressRules): Error {
  const [{ address } = { address: '' }] = found
  const kind = refusedKind(address, rules)
  return kind === undefined
    ? Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' })
    : new RefusedAddress(addressRefusal(hostname, kind, address))
}
