import type { GoogleAuthClient } from '../gcs-storage.ts'
import { SharedClient } from './shared-client.ts'
import type { TokenClient } from './token-client.ts'

/** Of a server that serves as many accounts, those beyond ask for a token again. */
const MOST_CLIENTS = 64

/** The clients of the environments that were used last. */
export class SharedClients {
  readonly #clients = new Map<string, SharedClient>()

  /**
   * That of an environment.
   *
   * @param key - tells it from others
   * @param find - as of {@link SharedClient}
   */
  get(key: string, find: (http: TokenClient) => Promise<GoogleAuthClient | undefined>): SharedClient {
    const client = this.#clients.get(key) ?? new SharedClient(find)
    // The last is the one that was asked for last.
    this.#clients.delete(key)
    this.#clients.set(key, client)
    const [oldest] = this.#clients.keys()
    if (this.#clients.size > MOST_CLIENTS && oldest !== undefined) this.#clients.delete(oldest)
    return client
  }
}
