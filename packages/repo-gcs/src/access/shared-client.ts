import { SentRequests, Waiters } from '@mlflow-artifacts/http-client'
import type { HttpClient, HttpRequest } from '@mlflow-artifacts/repository'
import type { GoogleAuthClient } from '../gcs-storage.ts'
import { guardTokenRequests } from './guard-token-requests.ts'
import type { TokenClient } from './token-client.ts'

/**
 * The client of one environment, for all repositories of a backend. Only one whose tokens are given out and taken is
 * kept: a metadata server may be slow to start, a file appear, and a login be renewed, while the process lives on.
 */
export class SharedClient {
  /** Those who wait for a client or a token. What hangs until all of them are gone is not kept, either. */
  readonly #waiters: Waiters = new Waiters(() => {
    this.#client = undefined
  })
  /** What tokens were asked for with. */
  readonly sent: SentRequests = new SentRequests()
  readonly #find: (http: TokenClient) => Promise<GoogleAuthClient | undefined>
  readonly #guarded = new WeakSet<GoogleAuthClient>()
  #client: Promise<GoogleAuthClient | undefined> | undefined

  /** The client of whoever began to wait last. */
  #http: HttpClient | undefined

  /** @param find - looks without regard to what was found before; asks for tokens by the client that it gets */
  constructor(find: (http: TokenClient) => Promise<GoogleAuthClient | undefined>) {
    this.#find = find
  }

  /**
   * Waits for work for which tokens may be asked, over this client or that of another who waits for them; rejects with
   * `signal.reason` where that comes first.
   */
  async wait<Result>(
    http: HttpClient,
    signal: AbortSignal | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    this.#http = http
    // It begins when somebody waits for it.
    return await this.#waiters.wait(Promise.resolve().then(work), signal)
  }

  /** The kept one, or who is there now; `undefined`: nobody. Who asks meanwhile gets the same. */
  async get(): Promise<GoogleAuthClient | undefined> {
    this.#client ??= this.#find({
      request: (request) => this.#send(request),
      signal: () => this.#signal(),
      sent: this.sent,
    })
    const looked = this.#client
    try {
      const client = await looked
      if (client === undefined) this.#forget(looked)
      else if (!this.#guarded.has(client)) guardTokenRequests(client, this.#waiters, this.sent)
      if (client !== undefined) this.#guarded.add(client)
      return client
    } catch (error) {
      this.#forget(looked)
      throw error
    }
  }

  /** Has whoever asks next look again, unless somebody has since. */
  async forget(client: GoogleAuthClient): Promise<void> {
    const looked = this.#client
    const kept = await looked?.catch(() => undefined)
    if (kept === client) this.#forget(looked)
  }

  async #send(request: HttpRequest): ReturnType<HttpClient['request']> {
    const given = this.#signal()
    const signal = request.signal ? AbortSignal.any([request.signal, given]) : given
    if (this.#http === undefined) throw nobodyWaits()
    // The user's key file or machine says who gives out tokens.
    return await this.#http.request({ ...request, isConfigured: true, signal })
  }

  #signal(): AbortSignal {
    if (!this.#waiters.areThere) throw nobodyWaits()
    return this.#waiters.signal
  }

  #forget(looked: Promise<GoogleAuthClient | undefined> | undefined): void {
    if (this.#client === looked) this.#client = undefined
  }
}

function nobodyWaits(): Error {
  return new Error('Nobody waits for a token any more')
}
