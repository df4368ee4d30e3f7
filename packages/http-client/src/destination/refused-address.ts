import type { Refusal } from './destination-error.ts'

/** A name has no address that a connection may be made to. */
export class RefusedAddress extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.reason)
    this.refusal = refusal
  }
}
