import type { Fault } from '@mlflow-artifacts/testing/fault-server'
import type { Arena } from '../arena.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const IDLE_MS = 500
const LATEST_MS = 3 * IDLE_MS + 5_000

/** A connection that falls silent is given up and replaced. */
export const stalledRow: MatrixRow = {
  name: '10 silence',
  trials: {
    ...onBackends(['PL'], (arena) => trial(arena, { stallAt: arena.random.integer(0, arena.file.size - 1) })),
    ...onBackends(['PS', 'GC', 'HT'], (arena) => {
      const isEarly = arena.random.next() < 0.5
      return trial(
        arena,
        isEarly ? { stallBeforeHeaders: true } : { stallAt: arena.random.integer(0, arena.file.size - 1) },
      )
    }),
  },
  whole: 50,
  sample: 8,
  atOnce: 16,
}

/** Less than 1 KiB a second over a minute is as bad as silence. */
export const drippingRow: MatrixRow = {
  name: '10 one byte a second',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], async (arena) => {
    arena.dataFaults = (_request, index) => (index === 0 ? { drip: { bytes: 1, everyMs: 1_000 } } : undefined)
    const result = await arena.attempt({ connectionsPerFile: 1 })
    if (result.outcome !== 'right')
      throw new Error('One dripping connection was too much', { cause: arena.error })
    return result
  }),
  whole: 10,
  sample: 0,
  atOnce: 10,
  limitMs: 90_000,
}

async function trial(arena: Arena, fault: Fault): Promise<TrialResult> {
  let stalled = false
  arena.dataFaults = () => {
    if (stalled) return undefined
    stalled = true
    return fault
  }
  const started = performance.now()
  const settings = { timeouts: { headersMs: IDLE_MS, silenceMs: IDLE_MS } }
  const result = await arena.attempt(
    { connectionsPerFile: arena.random.integer(1, 3) },
    [arena.file],
    settings,
  )
  const tookMs = performance.now() - started
  if (result.outcome !== 'right')
    throw new Error('One silent connection was too much', { cause: arena.error })
  if (tookMs > LATEST_MS) throw new Error(`It took ${Math.round(tookMs)} ms`)
  return result
}
