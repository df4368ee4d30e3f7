import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { type DifferentialOptions, runStore } from './run-store.ts'
import type { Store } from './stores/store.ts'
import type { Tally } from './tally.ts'

/** Compares on every store, as many at once as there are processors. */
export async function runDifferential(
  stores: readonly Store[],
  options: DifferentialOptions,
): Promise<Tally[]> {
  // Both sides make their temporary directories there, where they are told from the stores.
  const temporary = join(options.folder, 'temporary')
  await mkdir(temporary)
  const before = process.env.TMPDIR
  process.env.TMPDIR = temporary
  try {
    const tallies: Tally[] = []
    const waiting = [...stores]
    const work = async (): Promise<void> => {
      for (let store = waiting.shift(); store !== undefined; store = waiting.shift()) {
        tallies.push(await runStore(store, options))
      }
    }
    await Promise.all(Array.from({ length: availableParallelism() }, work))
    return tallies
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}
