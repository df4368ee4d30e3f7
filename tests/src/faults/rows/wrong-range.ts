import type { Fault } from '@mlflow-artifacts/testing/fault-server'
import type { Arena } from '../arena.ts'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

type RangeFault = ({ random }: Arena) => Fault

const FAULTS: readonly [RangeFault, ...RangeFault[]] = [
  () => ({ ignoreRange: true }),
  () => ({ contentRange: ({ start, end, size }) => `bytes ${start + 1}-${end}/${size}` }),
  () => ({ contentRange: ({ start, end, size }) => `bytes ${start}-${end - 2}/${size}` }),
  () => ({ contentRange: ({ start, end, size }) => `bytes ${start}-${end - 1}/${size + 1}` }),
  () => ({ contentRange: ({ start, end }) => `bytes ${start}-${end - 1}/*` }),
  () => ({ contentRange: ({ end, size }) => `bytes 0-${end - 1}/${size}` }),
  () => ({ contentRange: () => undefined }),
  () => ({ contentRange: () => 'bytes of some kind' }),
  ({ random }) => ({ resizeBy: -random.integer(1, 5_000) }),
  ({ random }) => ({ resizeBy: random.integer(1, 5_000) }),
  ({ random }) => ({ resizeBy: -random.integer(1, 5_000), framing: 'chunked' }),
  ({ random }) => ({ resizeBy: random.integer(1, 5_000), framing: 'chunked' }),
  ({ random }) => ({ resizeBy: -random.integer(1, 5_000), framing: 'close' }),
  () => ({ multipart: true }),
  () => ({ headers: { etag: undefined } }),
  () => ({ headers: { etag: 'W/"weak"' } }),
  () => ({ headers: { etag: '"another"' } }),
  () => ({ headers: { 'x-goog-generation': undefined } }),
  () => ({ headers: { 'x-goog-generation': '1' } }),
  () => ({ headers: { 'content-encoding': 'gzip' } }),
  () => ({ headers: { 'content-length': '7' } }),
]

/** An answer that is not exactly the range that was asked for is never written. */
export const wrongRangeRow: MatrixRow = {
  name: '5 wrong ranges',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], async (arena) => {
    const { random, file } = arena
    const fault = random.pick(FAULTS)(arena)
    const most = random.pick([1, 2, Number.POSITIVE_INFINITY])
    const first: Fault =
      random.next() < 0.5 ? { cut: { at: random.integer(1, file.size - 1), how: 'fin' } } : {}
    let wrong = 0
    arena.dataFaults = ({ headers }) => {
      if (headers.range === undefined) return first
      wrong += 1
      return wrong <= most ? fault : undefined
    }
    return await arena.attempt({ connectionsPerFile: random.integer(1, 4), attempts: 4 })
  }),
  whole: 400,
  sample: 40,
}
