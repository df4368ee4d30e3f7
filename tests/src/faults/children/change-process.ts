import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Change } from './change.ts'

const SCRIPT: string = fileURLToPath(new URL('change-child.ts', import.meta.url))

/** Another process that changes files. */
export class ChangeProcess {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Starts one, and waits until it can be told what to do. */
  static async start(): Promise<ChangeProcess> {
    const child = fork(SCRIPT, { execArgv: [], env: { PATH: process.env.PATH } })
    await once(child, 'message')
    return new ChangeProcess(child)
  }

  /** Has it prepare a change, and resolves when it begins to wait for its time; `ended` resolves at the end of it. */
  async begin(change: Change): Promise<{ readonly ended: Promise<unknown> }> {
    const prepared = once(this.#child, 'message')
    this.#child.send(change)
    await prepared
    return { ended: once(this.#child, 'message') }
  }

  /** Kills it, and waits until it is gone. */
  async end(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }
}
