import type { BigIntStats } from 'node:fs'

/** How long ago a file was last changed; negative by the clock of a file server that is ahead. */
export function millisecondsSinceChange({ ctimeNs }: BigIntStats): number {
  return Date.now() - Number(ctimeNs / 1_000_000n)
}
