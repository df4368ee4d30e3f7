import { generatedFile } from '@mlflow-artifacts/testing/fault-server'
import { PART } from '../arena.ts'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

/** An artifact that is replaced in the middle arrives as one of the two, and never as a mixture. */
export const replacedRow: MatrixRow = {
  name: '6 replaced in the middle',
  trials: onBackends(['PL', 'PR', 'PS', 'GC', 'HT'], async (arena, seed) => {
    const { random, server, file } = arena
    const size = random.next() < 0.5 ? file.size : random.integer(1, 16 * PART)
    const other = generatedFile(size, seed + 2 ** 24)
    const cutsToo = random.next() < 0.5
    const sent = random.integer(0, file.size - 1)
    arena.dataFaults = ({ headers }, index) => {
      if (headers.range !== undefined || index > 1) return undefined
      const when = { sent, run: () => server.tree.set('run/model.bin', other) }
      return cutsToo ? { when, cut: { at: Math.min(file.size - 1, sent + 10), how: 'fin' } } : { when }
    }
    return await arena.attempt({ connectionsPerFile: random.integer(1, 4) }, [file, other])
  }),
  whole: 250,
  sample: 40,
}
