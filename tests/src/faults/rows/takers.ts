import { generatedFile } from '@mlflow-artifacts/testing/fault-server'
import type { Arena } from '../arena.ts'
import { Crew } from '../children/crew.ts'
import { digestOf } from '../digest-of.ts'
import { type MatrixRow, type TrialResult, WrongFile } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const SIZE = 8 * 2 ** 20
const PART_SIZE = 256 * 1024
/**
 * Slow enough that all of them are at it at once, and that little is sent to one that gives its answer up: on loopback, what
 * is sent until then is this pace times the wait for a processor, 100 ms and more where other work has the machine.
 */
const DRIP = { bytes: 16 * 1024, everyMs: 8 }

/** So many processes are killed and started again together, and find what was left at the same time. */
export const takersRows: readonly MatrixRow[] = [
  takersRow(3, 40, 2),
  takersRow(6, 1000, 3),
  takersRow(12, 20, 1),
]

function takersRow(count: number, whole: number, sample: number): MatrixRow {
  /** Those who succeeded in one trial are killed in the next: a process takes longer to start than to download. */
  let idle: Promise<Crew> | undefined
  return {
    name: `24 ${count} processes killed, and started again together`,
    trials: onBackends(['PL', 'PS', 'GC', 'HT'], trial, { size: SIZE }),
    whole,
    sample,
    atOnce: 1,
    limitMs: 120_000,
    close: async () => {
      await (await idle)?.end()
      idle = undefined
    },
  }

  async function trial(arena: Arena, seed: number): Promise<TrialResult> {
    const killed = await (idle ?? Crew.start(count))
    idle = undefined
    const { random, server, source, dstPath, environment } = arena
    const options = {
      dstPath,
      partSize: PART_SIZE,
      partsFrom: PART_SIZE,
      connectionsPerFile: random.integer(1, 4),
      retryBaseMs: 1,
    }
    const job = { trackingUri: server.origin, source, options, environment, digests: true }
    arena.dataFaults = () => ({ drip: DRIP })
    const killAt = random.integer(0, SIZE - 1)
    let gone: Promise<void> | undefined
    arena.onSent = () => {
      if (arena.sent >= killAt) gone ??= killed.end()
    }
    await killed.run(job)
    await gone
    arena.onSent = undefined
    const isReplaced = random.next() < 0.5
    const file = isReplaced ? generatedFile(SIZE, seed + 2 ** 24) : arena.file
    server.tree.set('run/model.bin', file)
    const before = isReplaced ? arena.sent : 0

    const started = await Crew.start(count)
    idle = Promise.resolve(started)
    // What loads their code is not what is tried.
    server.tree.set('run/small.bin', generatedFile(1, 0))
    const small = arena.sourceOf('run/small.bin')
    await started.run({ ...job, source: small, options: { dstPath: `${dstPath}-small` }, digests: false })
    const expected = digestOf(file)
    for (const result of await started.run(job)) {
      if (result?.path === undefined)
        throw new Error(`One of them failed: ${result?.code} ${result?.message}`)
      if (result.digest !== expected) throw new WrongFile('One of them succeeded over a wrong file')
    }
    if (!(await arena.stands([file]))) throw new WrongFile('They succeeded without a file')
    await arena.assertTidy(false)
    const sent = arena.sent - before
    if (sent > 2 * SIZE) throw new Error(`${sent} bytes were sent for a file of ${SIZE}`)
    return { outcome: 'right', size: SIZE, sent }
  }
}
