import { ROWS } from './rows/rows.ts'
import { STORES } from './stores/stores.ts'
import type { Tally } from './tally.ts'

/**
 * Prints what was compared, by source and in all, and which rows were shown. Gives whether every difference is
 * explained, and, where all sources were compared, every row was shown.
 */
export function printReport(tallies: readonly Tally[], seed: number, ms: number): boolean {
  const seconds = (duration: number): number => Math.round(duration / 1000)
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0)
  console.log(
    `\n${'source'.padEnd(16)} ${'trees'.padStart(6)} ${'calls'.padStart(8)} ${'s'.padStart(6)}  explained  unexplained`,
  )
  for (const { store, trees, calls, rows, failures, ...tally } of tallies) {
    const explained = [...rows.values()].reduce((total, count) => total + count, 0)
    console.log(
      `${store.padEnd(16)} ${String(trees).padStart(6)} ${String(calls).padStart(8)} ${String(seconds(tally.ms)).padStart(6)}  ` +
        `${String(explained).padStart(9)}  ${String(failures.length).padStart(11)}`,
    )
  }
  console.log()
  for (const { name } of ROWS) {
    const counts = tallies.map(({ store, rows }) => `${store} ${rows.get(name) ?? 0}`)
    console.log(`${name.padEnd(20)} ${counts.join(', ')}`)
  }
  const unexplained = sum(({ failures }) => failures.length)
  console.log(
    `\nseed=${seed}: ${sum(({ calls }) => calls)} calls compared in ${seconds(ms)} s, ${unexplained} unexplained differences`,
  )
  const gone = ROWS.filter(({ name }) => !tallies.some(({ rows }) => rows.has(name)))
  if (tallies.length < STORES.length) return tallies.every(({ failures }) => failures.length === 0)
  if (gone.length > 0) console.log(`No longer a difference: ${gone.map(({ name }) => name).join(', ')}`)
  return gone.length === 0 && tallies.every(({ failures }) => failures.length === 0)
}
