import type { GoogleAuthClient } from '../gcs-storage.ts'
import { credentialsError } from './credentials-error.ts'

/** The headers that say who asks; none where nobody does. */
export type AuthHeaders = Readonly<Record<string, string>>

/** Credentials that are looked for when they are first needed, and kept. */
export class GoogleCredentials {
  readonly #find: () => Promise<GoogleAuthClient | undefined>
  #client: Promise<GoogleAuthClient | undefined> | undefined

  constructor(find: () => Promise<GoogleAuthClient | undefined>) {
    this.#find = find
  }

  /**
   * The headers of a request. Tokens are kept until shortly before they expire.
   *
   * @throws MlflowError `UNAUTHENTICATED` where there are credentials that cannot be used
   */
  async headers(url: string): Promise<AuthHeaders> {
    try {
      const client = await this.#found()
      return client === undefined ? {} : Object.fromEntries(await client.getRequestHeaders(url))
    } catch (error) {
      throw credentialsError(error)
    }
  }

  /** The headers in place of refused ones, with another token; `undefined`: there is none to be had. */
  async renewed(refused: AuthHeaders, url: string): Promise<AuthHeaders | undefined> {
    if (refused.authorization === undefined) return undefined
    const now = await this.headers(url)
    // Of many requests that were refused together, the first gets the new token for all.
    if (now.authorization !== refused.authorization) return now
    const client = await this.#found()
    // What has expired is renewed by every kind of client.
    client?.setCredentials({ ...client.credentials, expiry_date: 1 })
    return await this.headers(url)
  }

  #found(): Promise<GoogleAuthClient | undefined> {
    this.#client ??= this.#find().catch((error: unknown) => {
      // Whoever asks later may have more luck.
      this.#client = undefined
      throw error
    })
    return this.#client
  }
}
