import type { BigIntStats } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { contentValidator } from './content-validator.ts'
import { millisecondsSinceChange } from './milliseconds-since-change.ts'

/** Longer than the clock stands still by which a kernel dates changes: its ticks have up to 10 ms. */
const TICK_MS = 20
/** The same for file systems that keep whole seconds, or every other. */
const COARSE_TICK_MS = 2_000
const NANOSECONDS_PER_SECOND = 1_000_000_000n
/** A file that changes in every tick is given up after so many. */
const MOST_TICKS = 10

/**
 * What the system says of an open file, once any further write would show in it: one within the same tick as the last
 * change would leave it as it is. So a file that was changed just now is looked at again a tick later.
 *
 * @param look - asks the system
 * @returns `undefined` where it changes all the time
 */
export async function settledStats(
  look: () => Promise<BigIntStats>,
  signal: AbortSignal | undefined,
): Promise<BigIntStats | undefined> {
  let stats = await look()
  for (let ticks = 0; ticks < MOST_TICKS; ticks += 1) {
    // Whatever is written to an empty file shows in its size.
    if (!stats.isFile() || stats.size === 0n) return stats
    const tick = stats.ctimeNs % NANOSECONDS_PER_SECOND === 0n ? COARSE_TICK_MS : TICK_MS
    const left = tick - millisecondsSinceChange(stats)
    if (left < 0) return stats
    // By the clock of a file server, the change may lie in the future.
    await delay(Math.min(left + 1, tick), undefined, signal && { signal }).catch(() =>
      signal?.throwIfAborted(),
    )
    const now = await look()
    if (contentValidator(now) === contentValidator(stats)) return now
    stats = now
  }
  return undefined
}
