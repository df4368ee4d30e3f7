import type { Arena } from '../arena.ts'
import { PART } from '../arena.ts'
import { DownloadProcess } from '../children/download-process.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'
import { WrongFile } from '../trial.ts'
import { onBackends } from './on-backends.ts'

let pair: Promise<[DownloadProcess, DownloadProcess]> | undefined

/** Two processes that download the same thing to the same place both succeed, with the right file. */
export const twoProcessesRow: MatrixRow = {
  name: '17 two processes, one destination',
  trials: onBackends(['PL', 'PR', 'PS', 'GC', 'HT'], trial),
  whole: 200,
  sample: 15,
  atOnce: 1,
  close: async () => {
    const processes = (await pair) ?? []
    pair = undefined
    for (const process of processes) await process.end()
  },
}

async function trial(arena: Arena): Promise<TrialResult> {
  pair ??= Promise.all([DownloadProcess.start(), DownloadProcess.start()])
  const processes = await pair
  const { random, server, source, dstPath, file, environment } = arena
  arena.dataFaults = () => (random.next() < 0.5 ? { drip: { bytes: 64 * 1024, everyMs: 0 } } : undefined)
  const options = {
    dstPath,
    partSize: PART,
    partsFrom: PART,
    connectionsPerFile: random.integer(1, 4),
    retryBaseMs: 1,
  }
  const job = { trackingUri: server.origin, source, options, environment }
  const results = await Promise.all(processes.map((process) => process.run(job)))
  for (const result of results) {
    if (result?.path === undefined) throw new Error(`One of them failed: ${result?.code} ${result?.message}`)
  }
  if (!(await arena.stands())) throw new WrongFile('They succeeded without a file')
  await arena.assertTidy(false)
  return { outcome: 'right', size: file.size, sent: arena.sent }
}
