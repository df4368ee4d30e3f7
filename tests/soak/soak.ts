/**
 * Runs the matrix of faults whole, and fails on a single wrong file, hang or broken promise.
 *
 *     pnpm soak [--row 1,'24 6'] [--trials 1000] [--seed 7] [--processes 4]   --trials counts for each row and backend
 *     pnpm soak --memory                                                  10 GiB, and 100,000 files
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { MATRIX_ROWS } from '../src/faults/matrix-rows.ts'
import type { Tally } from '../src/faults/run-trials.ts'
import { backendsOf } from '../src/faults/trial.ts'
import { addTally } from './add-tally.ts'
import type { SoakJob } from './job.ts'
import { measureMemory } from './measure-memory.ts'
import { printTable } from './print-table.ts'
import { runJobs } from './run-jobs.ts'

/** So that no process is left with a long row at the end. */
const TRIALS_PER_JOB = 50

const { values } = parseArgs({
  options: {
    row: { type: 'string' },
    trials: { type: 'string' },
    seed: { type: 'string' },
    processes: { type: 'string' },
    memory: { type: 'boolean', default: false },
  },
})

async function soak(): Promise<boolean> {
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 24))
  const wanted = values.row?.split(',')
  const rows = MATRIX_ROWS.filter(({ name }) => wanted?.some((start) => name.startsWith(`${start} `)) ?? true)
  const jobs = rows.flatMap((row) => {
    const trials = Number(values.trials ?? row.whole)
    return backendsOf(row).flatMap((backend) =>
      Array.from({ length: Math.ceil(trials / TRIALS_PER_JOB) }, (_, index): SoakJob => {
        const first = index * TRIALS_PER_JOB
        return {
          row: row.name,
          backend,
          seed: seed + first,
          trials: Math.min(TRIALS_PER_JOB, trials - first),
        }
      }),
    )
  })
  // Some rows wait more than they work.
  const processes = Number(values.processes ?? availableParallelism() + 1)
  const total = jobs.reduce((sum, { trials }) => sum + trials, 0)
  console.log(`seed=${seed}, ${total} trials in ${jobs.length} jobs, ${processes} processes`)

  const tallies: Tally[] = []
  const started = performance.now()
  let done = 0
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      report(tallies, seed, started)
      console.log(`Ended early, after ${done} of ${jobs.length} jobs`)
      process.exit(1)
    })
  }
  await runJobs(jobs, processes, (tally) => {
    done += 1
    addTally(tallies, tally)
    for (const failure of tally.failures) console.log(failure)
    if (done % 20 === 0) console.log(`${done} of ${jobs.length} jobs, ${seconds(started)} s`)
  })
  return report(tallies, seed, started)
}

/** Prints what came of the trials; `true`: nothing went wrong. */
function report(tallies: Tally[], seed: number, started: number): boolean {
  tallies.sort((a, b) => rank(a) - rank(b))
  printTable(tallies)
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0)
  const failures = sum((tally) => tally.failures.length)
  console.log(
    `\nseed=${seed}: ${sum(({ trials }) => trials)} trials in ${seconds(started)} s, ` +
      `${sum(({ wrongFiles }) => wrongFiles)} wrong files, ${sum(({ hangs }) => hangs)} hangs, ` +
      `${failures} failures in all, ${sum(({ skipped }) => skipped)} skipped`,
  )
  return failures === 0
}

function rank({ row }: Tally): number {
  return MATRIX_ROWS.findIndex(({ name }) => name === row)
}

function seconds(started: number): number {
  return Math.round((performance.now() - started) / 1000)
}

const isGood = values.memory ? await measureMemory() : await soak()
process.exitCode = isGood ? 0 : 1
