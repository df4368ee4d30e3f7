import type { Arena } from '../arena.ts'
import { bytesOnDisk } from '../bytes-on-disk.ts'
import { DownloadProcess } from '../children/download-process.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const SIZE = 320 * 2 ** 20
const DEFAULT_PART = 16 * 2 ** 20

/** With the parts that a user has: killed at 90 %, the next run transfers at most 10 % and two parts. */
export const killedLargeRow: MatrixRow = {
  name: '1 SIGKILL at 90 %, parts of 16 MiB',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], trial, { size: SIZE }),
  whole: 20,
  sample: 1,
  atOnce: 1,
}

async function trial(arena: Arena): Promise<TrialResult> {
  const { server, source, dstPath, file, environment } = arena
  const child = await DownloadProcess.start()
  try {
    // A fast server on this machine sends megabytes that have not arrived; a network holds less.
    arena.dataFaults = () => ({ drip: { bytes: 64 * 1024, everyMs: 1 } })
    arena.onSent = () => {
      if (arena.sent >= 0.9 * SIZE) child.kill()
    }
    await child.run({ trackingUri: server.origin, source, options: { dstPath }, environment })
  } finally {
    await child.end()
  }
  arena.onSent = undefined
  const done = await bytesOnDisk(arena)
  const before = arena.sent
  const result = await arena.attempt({ partSize: undefined, partsFrom: undefined })
  if (result.outcome !== 'right') throw new Error('The second run failed', { cause: arena.error })
  const sent = arena.sent - before
  if (sent > file.size - done + 2 * DEFAULT_PART) {
    throw new Error(`Of ${file.size} bytes, ${done} were on the disk, and ${sent} were sent again`)
  }
  return { ...result, sent }
}
