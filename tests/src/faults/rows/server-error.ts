import { type Fault, loginPage, refusal } from '@mlflow-artifacts/testing/fault-server'
import type { Arena } from '../arena.ts'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const XML = { 'content-type': 'application/xml' }
const ERROR =
  '<?xml version="1.0"?><Error><Code>InternalError</Code><Message>Please try again</Message></Error>'

const FAULTS: readonly [(arena: Arena) => Fault, ...((arena: Arena) => Fault)[]] = [
  () => refusal(500),
  () => refusal(502),
  () => ({ answer: { status: 200, headers: XML, body: ERROR } }),
  ({ file }) => ({
    answer: { status: 200, headers: XML, body: ERROR.padEnd(file.size + 1).slice(0, file.size + 1) },
  }),
  () => loginPage(),
  () => ({ hangUp: 'rst' }),
  () => ({ garbage: 'HTTP/1.1 2oo Fine\r\n\r\n' }),
  () => ({ garbage: Buffer.alloc(5_000, 'x') }),
  () => ({ garbage: '' }),
]

/** An error in the place of an artifact is never written in its place. */
export const serverErrorRow: MatrixRow = {
  name: '12 500, 200 with an error, no HTTP',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], async (arena) => {
    const { random } = arena
    const fault = random.pick(FAULTS)(arena)
    const from = random.integer(0, 2)
    const most = random.pick([1, 1, Number.POSITIVE_INFINITY])
    let met = 0
    arena.dataFaults = (_request, index) => {
      if (index < from || met >= most) return undefined
      met += 1
      return fault
    }
    return await arena.attempt({ attempts: 3, connectionsPerFile: random.integer(1, 4) })
  }),
  whole: 100,
  sample: 20,
}
