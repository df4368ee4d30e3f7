import type { EventEmitter } from 'node:events'
import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Turns the first SIGINT or SIGTERM into an abort. A second one ends the process at once, as if nobody listened. */
export class Interruption {
  readonly #controller = new AbortController()
  #exitCode: number | undefined

  constructor(process: EventEmitter) {
    const interrupt = (name: (typeof SIGNALS)[number]): void => {
      for (const signal of SIGNALS) process.removeListener(signal, interrupt)
      this.#exitCode = 128 + constants.signals[name]
      this.#controller.abort()
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
