/** Limits how many files are worked on at once; fewer where the process runs out of descriptors. */
export class FileSlots {
  #limit: number
  #active = 0
  readonly #waiting: (() => void)[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Runs a task, and again with fewer files at once as long as it fails for want of descriptors. */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    for (;;) {
      await this.#enter()
      try {
        return await task()
      } catch (error) {
        // Alone, it has no descriptors to wait for.
        if (!isOutOfDescriptors(error) || this.#active === 1) throw error
        this.#limit = Math.max(1, this.#active - 1)
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

function isOutOfDescriptors(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && (cause.code === 'EMFILE' || cause.code === 'ENFILE')) return true
  }
  return false
}
