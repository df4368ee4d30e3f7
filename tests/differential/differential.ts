/**
 * Compares this package with Python MLflow, call by call, and fails on a difference that no row of docs/differences.md
 * explains, and on a row that no call shows any more.
 *
 *     pnpm differential [--trees 2000] [--calls 3] [--seed 7] [--source sqlite,proxied-s3,google,aws]
 *
 * The sources `google` and `aws` are no stores of trees: they are how people sign in there.
 * `--trees` counts for each source, `--calls` for each tree. A failure names the seed that repeats its batch: `--trees 16 --seed N`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pythonExecutable } from '../src/python-executable.ts'
import { reportGoogle } from './google/report-google.ts'
import { printReport } from './print-report.ts'
import { runDifferential } from './run-differential.ts'
import { reportAws } from './s3/report-aws.ts'
import { STORES } from './stores/stores.ts'

const { values } = parseArgs({
  options: {
    trees: { type: 'string', default: '2000' },
    calls: { type: 'string', default: '3' },
    seed: { type: 'string' },
    source: { type: 'string' },
  },
})
const python = pythonExecutable()
if (python === undefined) throw new Error('Python MLflow is needed.')
const wanted = values.source?.split(',')
const stores = STORES.filter(({ name }) => wanted?.includes(name) ?? true)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 24))
const trees = Number(values.trees)
console.log(`seed=${seed}, ${trees} trees in each of ${stores.map(({ name }) => name).join(', ')}`)

const started = performance.now()
const folder = await mkdtemp(join(tmpdir(), 'differential-'))
try {
  const reported = new Map<string, number>()
  const tallies = await runDifferential(stores, {
    python,
    folder,
    seed,
    trees,
    perTree: Number(values.calls),
    onProgress({ store, trees, calls, failures }) {
      for (const failure of failures.slice(reported.get(store) ?? 0)) console.log(failure)
      reported.set(store, failures.length)
      console.log(`${store}: ${trees} trees, ${calls} calls, ${failures.length} unexplained`)
    },
  })
  const isExplained = [printReport(tallies, seed, performance.now() - started)]
  if (wanted?.includes('google') ?? true) isExplained.push(await reportGoogle(python, folder))
  if (wanted?.includes('aws') ?? true) isExplained.push(await reportAws(python, folder))
  process.exitCode = isExplained.includes(false) ? 1 : 0
} finally {
  await rm(folder, { recursive: true })
}
