import { type ChildProcess, type ForkOptions, fork } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Job, JobResult } from './job.ts'

const SCRIPT: string = fileURLToPath(new URL('download-child.ts', import.meta.url))

/** Another process that downloads. */
export class DownloadProcess {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Starts one, and waits until it can take a job. */
  static async start(options: ForkOptions = {}): Promise<DownloadProcess> {
    const child = fork(SCRIPT, {
      // Half of what a download costs a new process is that V8 compiles undici's and our WebAssembly a second time.
      execArgv: ['--liftoff-only'],
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: join(tmpdir(), 'faults-compile-cache') },
      ...options,
    })
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`The process ended at once: ${code}`))),
    ])
    return new DownloadProcess(child)
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** What came of a job; `undefined`: the process was killed. */
  async run(job: Job): Promise<JobResult | undefined> {
    const result = new Promise<JobResult | undefined>((resolve) => {
      const settle = (message?: JobResult): void => {
        this.#child.off('message', settle)
        this.#child.off('exit', ended)
        resolve(message)
      }
      const ended = (): void => settle()
      this.#child.once('message', settle)
      this.#child.once('exit', ended)
    })
    this.#child.send(job)
    return await result
  }

  /** Sends a signal. Default: SIGKILL, which ends it at once. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.#child.kill(signal)
  }

  /** Kills it, where it still runs, and waits until it is gone. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.kill()
    await gone
  }
}
