import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Tally } from '../src/faults/run-trials.ts'
import type { SoakJob } from './job.ts'

const WORKER: string = fileURLToPath(new URL('worker.ts', import.meta.url))

/**
 * Runs jobs in several processes.
 *
 * @param onTally - is told what came of each job
 */
export async function runJobs(
  jobs: readonly SoakJob[],
  processes: number,
  onTally: (tally: Tally) => void,
): Promise<void> {
  const left = [...jobs]
  const work = async (): Promise<void> => {
    const worker = fork(WORKER, { execArgv: ['--no-warnings'] })
    for (let job = left.shift(); job !== undefined; job = left.shift()) onTally(await tallyOf(worker, job))
    worker.disconnect()
  }
  await Promise.all(Array.from({ length: Math.min(processes, jobs.length) }, work))
}

async function tallyOf(worker: ChildProcess, job: SoakJob): Promise<Tally> {
  const ended = new AbortController()
  const { signal } = ended
  worker.send(job)
  try {
    return await Promise.race([
      once(worker, 'message', { signal }).then(([tally]: Tally[]) => {
        if (tally === undefined) throw new Error('An empty answer')
        return tally
      }),
      once(worker, 'exit', { signal }).then(([code, by]) =>
        Promise.reject(new Error(`A process ended (${code ?? by}) in ${JSON.stringify(job)}`)),
      ),
    ])
  } finally {
    ended.abort()
  }
}
