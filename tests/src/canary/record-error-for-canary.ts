import { inspect } from 'node:util'
import { recordForCanary } from './record-for-canary.ts'

/** Keeps all that an error holds: message, stack, causes and fields, also those that are not enumerable. */
export function recordErrorForCanary(error: unknown): void {
  recordForCanary('error', inspect(error, { depth: 20, showHidden: true, maxStringLength: null }))
}
