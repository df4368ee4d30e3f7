import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { generatedFile, type ServedFile } from '@mlflow-artifacts/testing/fault-server'
import { type Arena, isContent, PART } from '../arena.ts'
import { type MatrixRow, type TrialResult, WrongFile } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const LENGTHS: readonly [number, ...number[]] = [1, 10_897, PART, 2 * PART + 1, 5 * PART]
const LONGEST_PAUSE_MS = 20
const PAUSES_MS: readonly [number, ...number[]] = [0, 1, LONGEST_PAUSE_MS]

/** When all bytes of an answer have come, it is whole: a server may then end the connection, said or unsaid. */
export const endedBehindRow: MatrixRow = {
  name: '3 connection ended behind the last byte',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], async (arena, seed) => {
    const { random } = arena
    const size = random.pick(LENGTHS)
    const file = generatedFile(size, seed)
    arena.server.tree.set('run/model.bin', file)
    arena.dataFaults = () => ({ hangUpBehind: { how: 'fin', afterMs: random.pick(PAUSES_MS) } })
    if (random.next() < 0.3) return await lateReader(arena, file)
    // No retry is allowed: what is asked for again counts as nothing that went wrong.
    const result = await arena.attempt({ connectionsPerFile: random.integer(1, 4), attempts: 1 }, [file])
    if (result.outcome !== 'right') throw new Error('A whole answer was none', { cause: arena.error })
    return { ...result, size }
  }),
  whole: 200,
  sample: 12,
}

/** Begins to read when the server has sent all, and has ended the connection or is about to. */
async function lateReader(arena: Arena, file: ServedFile): Promise<TrialResult> {
  const { size } = file
  const before = arena.sent
  const { body } = await arena.artifacts().openArtifact(arena.source)
  while (arena.sent - before < size) await delay(1)
  await delay(arena.random.integer(0, 2 * LONGEST_PAUSE_MS))
  const bytes = await buffer(body)
  if (!isContent(bytes, file)) throw new WrongFile(`A late reader got ${bytes.byteLength} bytes of ${size}`)
  if (arena.sent - before > size) throw new Error('It was asked for again')
  return { outcome: 'right', size, sent: size }
}
