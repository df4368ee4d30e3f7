import { untilAborted } from '@mlflow-artifacts/repository'

/** Connections at rest hold descriptors, too, and are closed after some seconds. */
const PATIENCE_MS = 15_000
const PAUSE_MS = 250

/** Limits how many files are worked on at once; fewer where the process runs out of descriptors. */
export class FileSlots {
  #limit: number
  #waitedMs = 0
  #active = 0
  readonly #waiting: (() => void)[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /**
   * Runs a task, and again with fewer files at once as long as it fails for want of descriptors; alone, it waits for a while
   * that somebody else gives some back. All files together wait no longer, until one of them ends well.
   */
  async run<Result>(task: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    for (;;) {
      await this.#enter()
      try {
        const result = await task()
        this.#waitedMs = 0
        return result
      } catch (error) {
        if (!isOutOfDescriptors(error) || this.#waitedMs >= PATIENCE_MS) throw error
        this.#limit = Math.max(1, this.#active - 1)
        if (this.#active === 1) {
          await untilAborted(pause(), signal)
          this.#waitedMs += PAUSE_MS
        }
      } finally {
        this.#active -= 1
        if (this.#active < this.#limit) this.#waiting.shift()?.()
      }
    }
  }

  async #enter(): Promise<void> {
    while (this.#active >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#active += 1
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE_MS)
  })
}

function isOutOfDescriptors(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && (cause.code === 'EMFILE' || cause.code === 'ENFILE')) return true
  }
  return false
}
