import type { Tally } from '../src/faults/run-trials.ts'

/** Adds what came of a job to what came of the others of the same row and backend. */
export function addTally(tallies: Tally[], tally: Tally): void {
  const sum = tallies.find(({ row, backend }) => row === tally.row && backend === tally.backend)
  if (sum === undefined) {
    tallies.push(tally)
    return
  }
  sum.trials += tally.trials
  sum.right += tally.right
  sum.refused += tally.refused
  sum.skipped += tally.skipped
  sum.wrongFiles += tally.wrongFiles
  sum.hangs += tally.hangs
  sum.size += tally.size
  sum.sent += tally.sent
  sum.ms += tally.ms
  sum.failures.push(...tally.failures)
}
