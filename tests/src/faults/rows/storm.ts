import { type Fault, refusal } from '@mlflow-artifacts/testing/fault-server'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const ATTEMPTS = 4
const STREAMS = 4

const PAUSES: readonly [() => string | undefined, ...(() => string | undefined)[]] = [
  () => undefined,
  () => '0',
  () => '1',
  () => new Date(Date.now() + 1_000).toUTCString(),
  () => new Date(0).toUTCString(),
  () => 'in a while',
  () => '-7',
  () => '',
]

/** Refusals are heeded: a short storm is survived, a long one costs no more requests than the tries. */
export const stormRow: MatrixRow = {
  name: '11 storm of 429 and 503',
  trials: onBackends(['PL', 'PR', 'PS', 'GC', 'HT'], async (arena) => {
    const { random } = arena
    const status = random.next() < 0.5 ? 429 : 503
    const pause = random.pick(PAUSES)
    const isEndless = random.next() < 0.3
    const short = random.integer(1, ATTEMPTS - 1)
    let refused = 0
    arena.dataFaults = (): Fault | undefined => {
      refused += 1
      return isEndless || refused <= short ? refusal(status, pause()) : undefined
    }
    const result = await arena.attempt({ attempts: ATTEMPTS, connectionsPerFile: STREAMS })
    if (isEndless && result.outcome === 'right') throw new Error('It succeeded without an answer')
    if (!isEndless && result.outcome !== 'right')
      throw new Error('A short storm was too much', { cause: arena.error })
    if (isEndless && refused > ATTEMPTS * STREAMS) throw new Error(`${refused} requests into a storm`)
    return result
  }),
  whole: 200,
  sample: 12,
  atOnce: 12,
}

/** Whatever `Retry-After` says, nobody waits for longer than a minute. */
export const longPauseRow: MatrixRow = {
  name: '11 Retry-After: 1e9 seconds',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], async (arena) => {
    arena.dataFaults = (_request, index) => (index === 0 ? refusal(503, '1000000000') : undefined)
    const started = performance.now()
    const result = await arena.attempt({ connectionsPerFile: 1 })
    if (result.outcome !== 'right') throw new Error('A long pause was too much', { cause: arena.error })
    if (performance.now() - started > 70_000) throw new Error('It waited for longer than a minute')
    return result
  }),
  whole: 10,
  sample: 0,
  atOnce: 10,
  limitMs: 90_000,
}
