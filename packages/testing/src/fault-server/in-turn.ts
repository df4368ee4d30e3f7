import type { Fault, Faults } from './fault.ts'
import type { RequestKind } from './received-request.ts'

/** Gives each request of a kind the next of these faults, and none once they are used up. */
export function inTurn(kind: RequestKind, faults: readonly (Fault | undefined)[]): Faults {
  const left = [...faults]
  return (request) => (request.kind === kind ? left.shift() : undefined)
}
