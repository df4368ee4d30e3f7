import { generatedFile } from '@mlflow-artifacts/testing/fault-server'
import { PART } from '../arena.ts'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const LENGTHS: readonly [number, ...number[]] = [1, 10_897, PART, 2 * PART + 1, 5 * PART]
const PAUSES_MS: readonly [number, ...number[]] = [0, 1, 20]

/** When all bytes of an answer have come, it is whole: a server may then end the connection, said or unsaid. */
export const endedBehindRow: MatrixRow = {
  name: '3 connection ended behind the last byte',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], async (arena, seed) => {
    const { random } = arena
    const size = random.pick(LENGTHS)
    const file = generatedFile(size, seed)
    arena.server.tree.set('run/model.bin', file)
    arena.dataFaults = () => ({ hangUpBehind: { how: 'fin', afterMs: random.pick(PAUSES_MS) } })
    // No retry is allowed: what is asked for again counts as nothing that went wrong.
    const result = await arena.attempt({ connectionsPerFile: random.integer(1, 4), attempts: 1 }, [file])
    if (result.outcome !== 'right') throw new Error('A whole answer was none', { cause: arena.error })
    return { ...result, size }
  }),
  whole: 200,
  sample: 12,
}
