import { setTimeout as delay } from 'node:timers/promises'
import { type Arena, PART } from '../arena.ts'
import { bytesInManifest } from '../bytes-in-manifest.ts'
import { DownloadProcess } from '../children/download-process.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'
import { onBackends } from './on-backends.ts'

/** Slow enough that it can be killed in the middle. */
const DRIP = { bytes: 8 * 1024, everyMs: 6 }
const LONGEST_COPY_MS = 60

/**
 * A process that is killed leaves no wrong file, and the next one fetches only what is not on record. How much that is
 * depends on the size of the parts: see `killedLargeRow`.
 */
export const killedRow: MatrixRow = {
  name: '1 SIGKILL, then again',
  trials: {
    ...onBackends(['PL', 'PR', 'PS', 'GC', 'HT'], trial),
    ...onBackends(['FS'], trial, { size: 24 * 2 ** 20 }),
  },
  whole: 500,
  sample: 6,
  atOnce: 2,
}

async function trial(arena: Arena): Promise<TrialResult> {
  const { random, file, backend, server } = arena
  const isCopy = backend === 'FS'
  const options = {
    dstPath: arena.dstPath,
    partSize: isCopy ? 2 ** 20 : PART,
    partsFrom: PART,
    connectionsPerFile: random.integer(1, 2),
  }
  const child = await DownloadProcess.start()
  try {
    const killAt = random.integer(0, file.size)
    arena.dataFaults = () => ({ drip: DRIP })
    arena.onSent = () => {
      if (arena.sent >= killAt) child.kill()
    }
    const killed = child.run({
      trackingUri: server.origin,
      source: arena.source,
      options,
      environment: arena.environment,
    })
    if (isCopy) void delay(random.next() * LONGEST_COPY_MS).then(() => child.kill())
    await killed
  } finally {
    await child.end()
  }
  const isDone = await arena.stands()
  const done = isDone ? file.size : await bytesInManifest(arena)
  arena.onSent = undefined
  const before = arena.sent
  const beforeInRanges = arena.sentInRanges
  // One stream: what several send twice where they meet has nothing to do with what was lost.
  const result = await arena.attempt({ ...options, connectionsPerFile: 1 })
  if (result.outcome !== 'right') throw new Error('The second run failed', { cause: arena.error })
  const again = arena.sentInRanges - beforeInRanges
  if (!isDone && done > 0 && backend !== 'PR' && !isCopy && (again === 0 || again > file.size - done)) {
    throw new Error(`Of ${file.size} bytes, ${done} were on record, and ${again} were sent again`)
  }
  return { ...result, sent: isDone ? 0 : arena.sent - before }
}
