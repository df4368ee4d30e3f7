import { withinLimit } from '@mlflow-artifacts/http-client'
import { type HttpClient, MlflowError } from '@mlflow-artifacts/repository'
import type { GoogleAuthClient } from '../gcs-storage.ts'
import { isAccessToken, NO_TOKEN } from './access-token.ts'
import { credentialsError } from './credentials-error.ts'
import type { SharedClient } from './shared-client.ts'

/** Nobody who gives out tokens takes a tenth of it. */
const LIMIT_MS: number = 2 * 60_000

/** The headers that say who asks; none where nobody does. */
export type AuthHeaders = Readonly<Record<string, string>>

/** Who asks in one repository. That nobody does is known for its life only. */
export class GoogleCredentials {
  readonly #shared: SharedClient
  readonly #http: HttpClient
  /** Who asked last. */
  #client: GoogleAuthClient | undefined
  #isNobody = false

  /** @param http - asks for tokens */
  constructor(shared: SharedClient, http: HttpClient) {
    this.#shared = shared
    this.#http = http
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

  /**
   * The headers in place of refused ones, of whoever is there now; `undefined`: still nobody.
   *
   * @throws as {@link headers}
   */
  renewed(
    refused: AuthHeaders,
    url: string,
    signal: AbortSignal | undefined,
  ): Promise<AuthHeaders | undefined> {
    return this.#limited(signal, async () => {
      const before = this.#client
      if (before !== undefined) {
        const now = await this.#headers(url)
        // Of many requests that were refused together, the first gets the new token for all.
        if (now.authorization !== refused.authorization) return now
        await this.#shared.forget(before)
      }
      this.#isNobody = false
      const client = await this.#found()
      if (client === undefined) return undefined
      // The caller's own is the same again: what has expired is renewed by every kind of client.
      if (client === before) client.setCredentials({ ...client.credentials, expiry_date: 1 })
      return await this.#headersOf(client, url)
    })
  }

  /** Has the next call look again, because who asks here may not. */
  async forget(): Promise<void> {
    if (this.#client !== undefined) await this.#shared.forget(this.#client)
  }

  async #headers(url: string): Promise<AuthHeaders> {
    const client = await this.#found()
    if (client === undefined) return {}
    const hadToken = 'access_token' in client.credentials
    try {
      return await this.#headersOf(client, url)
    } catch (error) {
      // A login may have been renewed, or a file replaced, since the client was made.
      if (!hadToken) throw error
      const another = await this.#found()
      return another === undefined ? {} : await this.#headersOf(another, url)
    }
  }

  async #headersOf(client: GoogleAuthClient, url: string): Promise<AuthHeaders> {
    try {
      const headers: AuthHeaders = Object.fromEntries(await client.getRequestHeaders(url))
      if (!isGiven(headers.authorization)) throw new Error(NO_TOKEN)
      return headers
    } catch (error) {
      await this.#shared.forget(client)
      throw credentialsError(error, this.#shared.sent)
    }
  }

  async #found(): Promise<GoogleAuthClient | undefined> {
    if (this.#isNobody) return undefined
    try {
      this.#client = await this.#shared.get()
      this.#isNobody = this.#client === undefined
      return this.#client
    } catch (error) {
      throw credentialsError(error, this.#shared.sent)
    }
  }

  async #limited<Result>(signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
    const expired = (): MlflowError =>
      new MlflowError(`No access token for Google Cloud Storage came within ${LIMIT_MS / 1000} seconds`, {
        code: 'DEADLINE_EXCEEDED',
        hint: 'Whoever gives out tokens, as GOOGLE_APPLICATION_CREDENTIALS or this machine have it, does not answer.',
      })
    return await withinLimit(LIMIT_MS, signal, expired, (limited) =>
      this.#shared.wait(this.#http, limited, work),
    )
  }
}

/** Clients write what they were given, whatever it is, behind `Bearer`. */
function isGiven(authorization: string | undefined): boolean {
  const [, token] = /^[\w-]+ (.*)$/s.exec(authorization ?? '') ?? []
  return token === undefined || (isAccessToken(token) && token !== 'undefined' && token !== 'null')
}
