import type { EventEmitter } from 'node:events'
import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** `timeout` and process managers send one signal to the process and to its group: both are one wish. */
const ONE_WISH_MS = 1_000

/**
 * Turns the first SIGINT or SIGTERM into an abort. One that comes more than a second later ends the process at once, as if
 * nobody listened.
 */
export class Interruption {
  readonly #controller = new AbortController()
  #exitCode: number | undefined

  constructor(process: EventEmitter) {
    const interrupt = (name: (typeof SIGNALS)[number]): void => {
      if (this.#exitCode !== undefined) return
      this.#exitCode = 128 + constants.signals[name]
      this.#controller.abort()
      const stopListening = (): void => {
        for (const signal of SIGNALS) process.removeListener(signal, interrupt)
      }
      setTimeout(stopListening, ONE_WISH_MS).unref()
    }
    for (const signal of SIGNALS) process.on(signal, interrupt)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** What shells expect of a process that a signal ended: 130 or 143; `undefined` while there was none. */
  get exitCode(): number | undefined {
    return this.#exitCode
  }
}
