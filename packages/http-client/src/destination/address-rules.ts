import type { AddressKind } from './address-kind.ts'

/** Which addresses a connection may not be made to. Plain data: connections whose rules are equal can be shared. */
export interface AddressRules {
  readonly refused: readonly AddressKind[]
  /** Networks that are allowed all the same. */
  readonly allowed: readonly string[]
}
