import type { Framing } from '@mlflow-artifacts/testing/fault-server'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const FRAMINGS: readonly [Framing, ...Framing[]] = ['chunked', 'close', 'http1.0', 'length']

/** A body that ends early and cleanly is never taken for the whole; where it goes on to end early, it is an error. */
export const cleanEndRow: MatrixRow = {
  name: '4 clean early end',
  trials: onBackends(['PL', 'PR', 'PS', 'HT'], async (arena) => {
    const { random, file } = arena
    const always = random.next() < 0.5
    const framing = random.pick(FRAMINGS)
    const at = random.integer(1, file.size - 1)
    arena.dataFaults = (_request, index) =>
      always || index < 2 ? { framing, cut: { at, how: 'clean' } } : undefined
    return await arena.attempt({ connectionsPerFile: random.integer(1, 4), attempts: 5 })
  }),
  whole: 200,
  sample: 30,
}
