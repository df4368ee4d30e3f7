import type { ForkOptions } from 'node:child_process'
import { DownloadProcess } from './download-process.ts'
import type { Job, JobResult } from './job.ts'

/** Processes that do the same job at the same time. */
export class Crew {
  readonly processes: readonly DownloadProcess[]

  private constructor(processes: readonly DownloadProcess[]) {
    this.processes = processes
  }

  /** Starts so many. */
  static async start(count: number, options: ForkOptions = {}): Promise<Crew> {
    return new Crew(await Promise.all(Array.from({ length: count }, () => DownloadProcess.start(options))))
  }

  /** What came of the job in each; `undefined`: the process was killed. */
  async run(job: Job): Promise<(JobResult | undefined)[]> {
    return await Promise.all(this.processes.map((process) => process.run(job)))
  }

  /** Kills all at once, and waits until they are gone. */
  async end(): Promise<void> {
    for (const process of this.processes) process.kill()
    await Promise.all(this.processes.map((process) => process.end()))
  }
}
