import { readdir } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { Arena } from '../arena.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const SETTLES_WITHIN_MS = 250
const CLEAN_WITHIN_MS = 2_000

/** An aborted download settles at once, with the reason, and holds nothing any more. */
export const abortedRow: MatrixRow = {
  name: '2 abort()',
  trials: onBackends(['PL', 'PR', 'PS', 'GC', 'HT', 'FS'], trial, { size: 3 * 2 ** 20 + 7 }),
  whole: 200,
  sample: 20,
  // What is open in the process is counted.
  atOnce: 1,
}

async function trial(arena: Arena): Promise<TrialResult> {
  const { random, file, server, backend } = arena
  const before = await held()
  const controller = new AbortController()
  const reason = new Error('enough')
  let abortedAt = 0
  const abort = (): void => {
    if (!controller.signal.aborted) abortedAt = performance.now()
    controller.abort(reason)
  }
  const isAtRequest = random.next() < 0.2
  const at = random.integer(1, file.size)
  server.faults = () => (isAtRequest ? { when: { sent: 0, run: abort } } : undefined)
  arena.onSent = () => {
    if (arena.sent >= at) abort()
  }
  const resume = random.next() < 0.5
  const download = arena.download({
    signal: controller.signal,
    resume,
    connectionsPerFile: random.integer(1, 4),
  })
  if (backend === 'FS') {
    for (let turns = random.integer(0, 200); turns > 0; turns -= 1) await setImmediate()
    abort()
  }
  const error = await download.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const tookMs = performance.now() - abortedAt
  if (error === undefined) {
    if (!(await arena.stands())) throw new Error('It succeeded without a file')
  } else {
    if (error !== reason) throw new Error('It did not reject with the reason', { cause: error })
    if (tookMs > SETTLES_WITHIN_MS) throw new Error(`It took ${Math.round(tookMs)} ms to settle`)
    await arena.stands()
  }
  await arena.assertTidy(resume)
  await untilFreed(before, server)
  return { outcome: error === undefined ? 'right' : 'refused', size: file.size, sent: arena.sent }
}

/** What this process holds open: descriptors, and what would keep it alive. */
async function held(): Promise<number> {
  return (await readdir('/proc/self/fd')).length + timers()
}

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
}

async function untilFreed(before: number, server: Arena['server']): Promise<void> {
  const until = performance.now() + CLEAN_WITHIN_MS
  while (server.connections > 0 || (await held()) > before) {
    if (performance.now() > until) {
      throw new Error(
        `${server.connections} connections, and ${(await held()) - before} descriptors or timers more`,
      )
    }
    await setImmediate()
  }
}
