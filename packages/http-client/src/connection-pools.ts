import type { Dispatcher } from 'undici'

/**
 * The connections of a program. Clients that are given the same pools share them, wherever their TLS and proxy
 * settings agree. Nothing is opened, or even imported, before the first request; connections at rest do not keep the
 * process alive.
 */
export class ConnectionPools {
  readonly #dispatchers = new Map<string, Promise<Dispatcher>>()

  /** The dispatcher kept under a key; made where there is none. */
  dispatcher(key: string, make: () => Promise<Dispatcher>): Promise<Dispatcher> {
    const kept = this.#dispatchers.get(key)
    if (kept !== undefined) return kept
    const made = make()
    this.#dispatchers.set(key, made)
    return made
  }

  /** Closes every connection; requests under way fail. Later requests open new ones. */
  async close(): Promise<void> {
    const dispatchers = [...this.#dispatchers.values()]
    this.#dispatchers.clear()
    await Promise.all(dispatchers.map(async (dispatcher) => (await dispatcher).destroy()))
  }
}
