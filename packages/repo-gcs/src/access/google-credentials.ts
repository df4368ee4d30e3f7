import { Waiters, withinLimit } from '@mlflow-artifacts/http-client'
import { MlflowError } from '@mlflow-artifacts/repository'
import type { GoogleAuthClient } from '../gcs-storage.ts'
import { credentialsError } from './credentials-error.ts'
import { limitTokenRequests } from './limit-token-requests.ts'

/** Nobody who gives out tokens takes a tenth of it. */
const LIMIT_MS: number = 2 * 60_000

/** The headers that say who asks; none where nobody does. */
export type AuthHeaders = Readonly<Record<string, string>>

/** Credentials that are looked for when they are first needed, and kept. */
export class GoogleCredentials {
  readonly #find: () => Promise<GoogleAuthClient | undefined>
  readonly #waiters = new Waiters()
  #client: Promise<GoogleAuthClient | undefined> | undefined

  constructor(find: () => Promise<GoogleAuthClient | undefined>) {
    this.#find = find
  }

  /**
   * The headers of a request. Tokens are kept until shortly before they expire.
   *
   * @throws MlflowError `UNAUTHENTICATED` where there are credentials that cannot be used, `DEADLINE_EXCEEDED` where
   *   nobody gives a token in time; and the reason of the signal
   */
  headers(url: string, signal: AbortSignal | undefined): Promise<AuthHeaders> {
    return this.#limited(signal, () => this.#headers(url))
  }

  /** The headers in place of refused ones, with another token; `undefined`: there is none to be had. */
  async renewed(
    refused: AuthHeaders,
    url: string,
    signal: AbortSignal | undefined,
  ): Promise<AuthHeaders | undefined> {
    if (refused.authorization === undefined) return undefined
    return await this.#limited(signal, async () => {
      const now = await this.#headers(url)
      // Of many requests that were refused together, the first gets the new token for all.
      if (now.authorization !== refused.authorization) return now
      const client = await this.#found()
      // What has expired is renewed by every kind of client.
      client?.setCredentials({ ...client.credentials, expiry_date: 1 })
      return await this.#headers(url)
    })
  }

  async #headers(url: string): Promise<AuthHeaders> {
    try {
      const client = await this.#found()
      return client === undefined ? {} : Object.fromEntries(await client.getRequestHeaders(url))
    } catch (error) {
      throw credentialsError(error)
    }
  }

  async #limited<Result>(signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
    const expired = (): MlflowError =>
      new MlflowError(`No access token for Google Cloud Storage came within ${LIMIT_MS / 1000} seconds`, {
        code: 'DEADLINE_EXCEEDED',
        hint: 'Whoever gives out tokens, as GOOGLE_APPLICATION_CREDENTIALS or this machine have it, does not answer.',
      })
    return await withinLimit(LIMIT_MS, signal, expired, (limited) => this.#waiters.wait(work(), limited))
  }

  #found(): Promise<GoogleAuthClient | undefined> {
    this.#client ??= this.#find().then(
      (client) => {
        if (client !== undefined) limitTokenRequests(client, this.#waiters)
        return client
      },
      (error: unknown) => {
        // Whoever asks later may have more luck.
        this.#client = undefined
        throw error
      },
    )
    return this.#client
  }
}
