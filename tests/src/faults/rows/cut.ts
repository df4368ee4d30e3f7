import type { Fault } from '@mlflow-artifacts/testing/fault-server'
import { PART } from '../arena.ts'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

/** A connection that breaks up to three times for one file is nothing that a user hears of. */
export const cutRow: MatrixRow = {
  name: '3 connection cut',
  trials: onBackends(['PL', 'PR', 'PS', 'GC', 'HT'], async (arena) => {
    const { random, file, backend } = arena
    const cuts = Array.from({ length: random.integer(1, 3) }, (): Fault => {
      const how = random.next() < 0.5 ? 'rst' : 'fin'
      return { cut: { at: random.integer(0, file.size - 1), how } }
    })
    const made = [...cuts]
    arena.dataFaults = () => cuts.shift()
    const connectionsPerFile = random.integer(1, 4)
    const result = await arena.attempt({ connectionsPerFile })
    if (result.outcome !== 'right') throw new Error('A few cuts were too much', { cause: arena.error })
    // A reset also loses what was on its way, and several streams meet somewhere; neither can be counted here.
    const isCountable =
      connectionsPerFile === 1 && backend !== 'PR' && made.every(({ cut }) => cut?.how === 'fin')
    // Beside the part that broke, a stream holds what it received and had not handed on.
    if (isCountable && arena.sent > file.size + made.length * 3 * PART) {
      throw new Error(`${arena.sent} bytes were sent for ${file.size}, with ${made.length} cuts`)
    }
    return result
  }),
  whole: 1000,
  sample: 60,
}
