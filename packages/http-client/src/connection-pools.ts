import { createHash } from 'node:crypto'
import { RetryBudget } from '@mlflow-artifacts/repository'
import type { Dispatcher } from 'undici'
import type { ConnectionOptions } from './configuration/configuration.ts'
import { makeDispatcher } from './exchange/make-dispatcher.ts'
import { Occupancy } from './exchange/occupancy.ts'
import { ReceiveBuffers } from './exchange/receive-buffers.ts'
import { RecentlyUsed } from './recently-used.ts'

/** Of options beyond these, as of certificates that were replaced, the connections end when they rest. */
const MOST_DISPATCHERS = 64

/**
 * The connections of a program. Clients that are given the same pools share them, wherever their TLS and proxy
 * settings agree. Nothing is opened, or even imported, before the first request; connections at rest do not keep the
 * process alive.
 */
export class ConnectionPools {
  readonly #dispatchers = new RecentlyUsed<Promise<Dispatcher>>(MOST_DISPATCHERS)
  /** Most requests come with the very options of one before them. */
  #ofOptions = new WeakMap<ConnectionOptions, Promise<Dispatcher>>()
  /** What the connections read into. */
  readonly buffers: ReceiveBuffers = new ReceiveBuffers()
  readonly #occupancies = new WeakMap<Dispatcher, Map<string, Occupancy>>()
  readonly #budgets = new Map<string, RetryBudget>()

  /** What sends requests over connections made with these options. */
  dispatcher(options: ConnectionOptions): Promise<Dispatcher> {
    const known = this.#ofOptions.get(options)
    if (known !== undefined) return known
    const dispatcher = this.#ofEqualOptions(options)
    this.#ofOptions.set(options, dispatcher)
    return dispatcher
  }

  /** Who uses the connections of one dispatcher to an origin. */
  occupancy(dispatcher: Dispatcher, origin: string): Occupancy {
    const ofOrigins = this.#occupancies.get(dispatcher) ?? new Map<string, Occupancy>()
    this.#occupancies.set(dispatcher, ofOrigins)
    const occupancy = ofOrigins.get(origin) ?? new Occupancy()
    ofOrigins.set(origin, occupancy)
    return occupancy
  }

  /** The repetitions that all requests to one origin share. */
  retryBudget(origin: string): RetryBudget {
    const kept = this.#budgets.get(origin)
    if (kept !== undefined) return kept
    const budget = new RetryBudget()
    this.#budgets.set(origin, budget)
    return budget
  }

  /** Closes every connection; requests under way fail. Later requests open new ones. */
  async close(): Promise<void> {
    const dispatchers = this.#dispatchers.clear()
    this.#ofOptions = new WeakMap()
    await Promise.all(dispatchers.map(async (dispatcher) => (await dispatcher).destroy()))
  }

  #ofEqualOptions(options: ConnectionOptions): Promise<Dispatcher> {
    // A digest, as the options hold keys and passwords.
    const key = createHash('sha256').update(JSON.stringify(options)).digest('base64')
    return this.#dispatchers.get(key, () => makeDispatcher(options, this.buffers))
  }
}
