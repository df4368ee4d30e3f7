import type { BigIntStats } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { contentValidator } from './content-validator.ts'
import { millisecondsSinceChange } from './milliseconds-since-change.ts'

/** Longer than the clock stands still by which a kernel dates changes: its ticks have up to 10 ms. */
const TICK_MS = 20
/** The same for file systems that keep whole seconds, or every other. */
const COARSE_TICK_MS = 2_000
const NANOSECONDS_PER_SECOND = 1_000_000_000n
/**
 * Where a disk is slow, Linux has whoever writes pause for up to 200 ms, also in the middle of one write: what stands there
 * meanwhile is no content that anybody wanted.
 */
const PAUSE_MS = 300
/** Linux lets so much be written between two pauses. */
const WITHOUT_PAUSE_BYTES = 128 * 1024
/** A file that changes all the time is given up after so many looks. */
const MOST_LOOKS = 6

/**
 * What the system says of an open file, once it is quiet: so long after the last change that any further write would show
 * in it, and that the last one has probably ended. A file that was changed just now is looked at again.
 *
 * @param look - asks the system
 * @returns `undefined` where it changes all the time
 */
export async function settledStats(
  look: () => BigIntStats,
  signal: AbortSignal | undefined,
): Promise<BigIntStats | undefined> {
  let stats = look()
  for (let looks = 1; looks < MOST_LOOKS; looks += 1) {
    // Whatever is written to an empty file shows in its size.
    if (!stats.isFile() || stats.size === 0n) return stats
    const quietMs = quietTimeMs(stats)
    const left = quietMs - millisecondsSinceChange(stats)
    if (left < 0) return stats
    // By the clock of a file server, the change may lie in the future.
    await delay(Math.min(left + 1, quietMs), undefined, signal && { signal }).catch(() =>
      signal?.throwIfAborted(),
    )
    const now = look()
    if (contentValidator(now) === contentValidator(stats)) return now
    stats = now
  }
  return undefined
}

function quietTimeMs({ size, ctimeNs }: BigIntStats): number {
  if (ctimeNs % NANOSECONDS_PER_SECOND === 0n) return COARSE_TICK_MS
  return size > WITHOUT_PAUSE_BYTES ? PAUSE_MS : TICK_MS
}
