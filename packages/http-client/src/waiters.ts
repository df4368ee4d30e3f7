import { untilAborted } from '@mlflow-artifacts/repository'

/**
 * Those who wait for work that they share. One who is aborted stops waiting; when the last of them has been, nobody wants
 * the work any more, and it is given up.
 */
export class Waiters {
  readonly #onGivenUp: () => void
  #count = 0
  #controller = new AbortController()

  /** @param onGivenUp - is told that nobody waits any more. Default: nobody is */
  constructor(onGivenUp: () => void = () => undefined) {
    this.#onGivenUp = onGivenUp
  }

  /** Whether anybody waits. */
  get areThere(): boolean {
    return this.#count > 0
  }

  /** Aborts what is begun now, if it is given up. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Waits; rejects with `signal.reason` where that comes first. */
  async wait<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
    this.#count += 1
    try {
      return await untilAborted(work, signal)
    } finally {
      this.#count -= 1
      if (this.#count === 0 && signal?.aborted === true) this.#giveUp(signal.reason)
    }
  }

  #giveUp(reason: unknown): void {
    const controller = this.#controller
    this.#controller = new AbortController()
    this.#onGivenUp()
    controller.abort(reason)
  }
}
