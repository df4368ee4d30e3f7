import type { GoogleAuthClient } from '../gcs-storage.ts'
import { isAccessToken, NO_TOKEN } from './access-token.ts'
import { jsonObject } from './json-object.ts'
import type { MetadataServer } from './metadata-server.ts'

/** Before it expires, a token is renewed by so much, as Google's library for Python does. */
const RENEWED_BEFORE_MS = 225_000
const LONGEST_EXCERPT = 500

/** The account that a machine of Google's has, by its metadata server. */
export class MachineAccount implements GoogleAuthClient {
  credentials: { access_token?: string; expiry_date?: number } = {}
  universeDomain?: string
  quotaProjectId?: string
  readonly #metadata: MetadataServer
  readonly #scopes: readonly string[]
  #renewal: Promise<void> | undefined

  constructor(metadata: MetadataServer, scopes: readonly string[]) {
    this.#metadata = metadata
    this.#scopes = scopes
  }

  setCredentials(credentials: object): void {
    this.credentials = credentials
  }

  /** Asks which cloud it is of. */
  async findUniverse(): Promise<void> {
    const { status, text } = await this.#metadata.ask('universe/universe-domain')
    // Older servers do not know of others.
    if (status === 404) return
    if (status >= 300) throw refusal(status, text)
    if (text.trim() !== '') this.universeDomain = text.trim()
  }

  async getRequestHeaders(): Promise<Headers> {
    const { access_token, expiry_date = 0 } = this.credentials
    if (access_token === undefined || expiry_date - RENEWED_BEFORE_MS < Date.now()) {
      this.#renewal ??= this.#renew().finally(() => {
        this.#renewal = undefined
      })
      await this.#renewal
    }
    const headers = new Headers({ authorization: `Bearer ${this.credentials.access_token ?? ''}` })
    if (this.quotaProjectId !== undefined) headers.set('x-goog-user-project', this.quotaProjectId)
    return headers
  }

  async #renew(): Promise<void> {
    const scopes = encodeURIComponent(this.#scopes.join(','))
    const { status, text } = await this.#metadata.ask(
      `instance/service-accounts/default/token?scopes=${scopes}`,
    )
    if (status >= 300) throw refusal(status, text)
    const answer: { access_token?: unknown; expires_in?: unknown } = jsonObject(text) ?? {}
    const { access_token, expires_in } = answer
    if (!isAccessToken(access_token)) throw new Error(NO_TOKEN)
    this.credentials = { access_token, expiry_date: Date.now() + (Number(expires_in) || 0) * 1000 }
  }
}

/** @param status - tells whether it may pass */
function refusal(status: number, text: string): Error {
  const why = status === 404 ? ': this machine has no account' : ''
  const excerpt = text.trim() === '' ? '' : `: ${text.trim().slice(0, LONGEST_EXCERPT)}`
  return Object.assign(new Error(`The metadata server refused with status ${status}${why}${excerpt}`), {
    status,
  })
}
