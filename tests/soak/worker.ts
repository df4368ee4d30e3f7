// Runs the trials that its parent sends, and answers with their tallies.
import { MATRIX_ROWS } from '../src/faults/matrix-rows.ts'
import { runTrials } from '../src/faults/run-trials.ts'
import type { SoakJob } from './job.ts'

async function run({ row: name, backend, seed, trials }: SoakJob): Promise<void> {
  const row = MATRIX_ROWS.find((candidate) => candidate.name === name)
  if (row === undefined) throw new Error(`No such row: ${name}`)
  const tally = await runTrials(row, backend, seed, trials)
  await row.close?.()
  process.send?.(tally)
}

process.on('message', (job: SoakJob) => void run(job))
process.on('disconnect', () => process.exit())
