import type { BackendName, MatrixRow, TrialResult } from './trial.ts'
import { WrongFile } from './trial.ts'

/** What came of the trials of one row on one backend. */
export interface Tally {
  readonly row: string
  readonly backend: BackendName
  trials: number
  right: number
  refused: number
  skipped: number
  wrongFiles: number
  hangs: number
  size: number
  sent: number
  ms: number
  /** Each with the seed that repeats it. */
  readonly failures: string[]
}

const LIMIT_MS = 30_000
const AT_ONCE = 4

/** Runs trials with the seeds from `seed` on, some at once. */
export async function runTrials(
  row: MatrixRow,
  backend: BackendName,
  seed: number,
  count: number,
): Promise<Tally> {
  const trial = row.trials[backend]
  if (trial === undefined) throw new Error(`Row ${row.name} has no trials on ${backend}`)
  const counts = {
    trials: 0,
    right: 0,
    refused: 0,
    skipped: 0,
    wrongFiles: 0,
    hangs: 0,
    size: 0,
    sent: 0,
    ms: 0,
  }
  const tally: Tally = { row: row.name, backend, ...counts, failures: [] }
  const started = performance.now()
  let next = seed
  const work = async (): Promise<void> => {
    while (next < seed + count) {
      const own = next
      next += 1
      tally.trials += 1
      try {
        const { outcome, size = 0, sent = 0 } = await limited(trial(own), row.limitMs ?? LIMIT_MS)
        tally[outcome] += 1
        tally.size += size
        tally.sent += sent
      } catch (error) {
        if (error instanceof WrongFile) tally.wrongFiles += 1
        if (error instanceof Hang) tally.hangs += 1
        tally.failures.push(`row ${row.name} ${backend} seed=${own}: ${describe(error)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(count, row.atOnce ?? AT_ONCE) }, work))
  tally.ms = performance.now() - started
  return tally
}

class Hang extends Error {
  override readonly name = 'Hang'
}

async function limited(trial: Promise<TrialResult>, limitMs: number): Promise<TrialResult> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Hang(`no end after ${limitMs} ms`)), limitMs)
  })
  return await Promise.race([trial, limit]).finally(() => clearTimeout(timer))
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : ` <- ${describe(error.cause)}`
  return `${error.name}: ${error.message}${cause}`
}
