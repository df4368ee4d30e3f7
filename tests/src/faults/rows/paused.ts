import { generatedFile } from '@mlflow-artifacts/testing/fault-server'
import { type Arena, PART } from '../arena.ts'
import { Crew } from '../children/crew.ts'
import { judgeResult } from '../judge-result.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const DRIP = { bytes: 16 * 1024, everyMs: 1 }

let crew: Promise<Crew> | undefined

/** A process that is stopped in the middle, and goes on after another has taken its work over: both have the right file. */
export const pausedRow: MatrixRow = {
  name: '26 SIGSTOP, takeover, SIGCONT',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], trial),
  whole: 100,
  sample: 4,
  atOnce: 1,
  close: async () => {
    await (await crew)?.end()
    crew = undefined
  },
}

async function trial(arena: Arena, seed: number): Promise<TrialResult> {
  crew ??= Crew.start(2)
  const [paused, taker] = (await crew).processes
  if (paused === undefined || taker === undefined) throw new Error('There are no processes')
  const { random, server, source, dstPath, environment, file } = arena
  const options = { dstPath, partSize: PART, partsFrom: PART, retryBaseMs: 1, quietAfterMs: 100 }
  const job = { trackingUri: server.origin, source, options, environment, digests: true }
  const other = random.next() < 0.5 ? generatedFile(file.size, seed + 2 ** 24) : file
  arena.dataFaults = () => ({ drip: DRIP })
  const stopAt = random.integer(0, file.size - 1)
  const isStopped = new Promise<void>((resolve) => {
    arena.onSent = () => {
      if (arena.sent < stopAt) return
      paused.kill('SIGSTOP')
      resolve()
    }
  })
  const ofPaused = paused.run(job)
  try {
    await isStopped
    arena.onSent = undefined
    server.tree.set('run/model.bin', other)
    judgeResult(await taker.run(job), [other])
  } finally {
    paused.kill('SIGCONT')
  }
  judgeResult(await ofPaused, [file, other])
  await arena.stands([file, other])
  await arena.assertTidy(false)
  return { outcome: 'right', size: file.size, sent: arena.sent }
}
