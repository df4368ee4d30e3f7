import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { PythonError } from './python-error.ts'
import type { PythonOperations } from './python-operations.ts'

const SCRIPT: string = fileURLToPath(new URL('../python/worker.py', import.meta.url))

interface Waiting {
  resolve: (answer: string) => void
  reject: (error: Error) => void
}

/** A Python process with MLflow loaded, which answers one call after the other until it is closed. */
export class PythonWorker {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #waiting: Waiting[] = []
  readonly #exited: Promise<unknown>
  #stderr = ''
  #failure: Error | undefined

  /** @param environment - all of its variables. Default: those of this process. */
  constructor(python: string, environment: Readonly<Record<string, string | undefined>> = process.env) {
    this.#process = spawn(python, [SCRIPT], { env: { ...environment } })
    this.#exited = once(this.#process, 'close').then(
      ([code, signal]) =>
        this.#fail(new Error(`The Python worker has ended. (${signal ?? code}) ${this.#stderr}`)),
      (error: Error) => this.#fail(error),
    )
    // A write to a worker that has just died; its end is reported above.
    this.#process.stdin.on('error', () => {})
    this.#process.stderr.on('data', (data) => {
      this.#stderr = (this.#stderr + data).slice(-4000)
    })
    createInterface({ input: this.#process.stdout }).on('line', (line) =>
      this.#waiting.shift()?.resolve(line),
    )
  }

  /** Calls a function of Python MLflow. Rejects with a `PythonError` when it raises. */
  async call<Name extends keyof PythonOperations>(
    operation: Name,
    parameters: PythonOperations[Name]['arguments'],
  ): Promise<PythonOperations[Name]['result']> {
    if (this.#failure !== undefined) throw this.#failure
    const line = await new Promise<string>((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#process.stdin.write(`${JSON.stringify({ operation, arguments: parameters })}\n`)
    })
    const answer = JSON.parse(line)
    if (answer.error !== undefined) throw new PythonError(answer.error)
    return answer.value
  }

  /** Ends the process once it has answered the calls that were made. */
  async close(): Promise<void> {
    this.#process.stdin.end()
    await this.#exited
  }

  #fail(error: Error): void {
    this.#failure = error
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
