import { setTimeout as sleep } from 'node:timers/promises'
import { readText, withinLimit } from '@mlflow-artifacts/http-client'
import { type HttpResponse, MlflowError } from '@mlflow-artifacts/repository'
import type { AccountVariables } from './google-variable.ts'
import { noteReceived } from './note-received.ts'
import type { TokenClient } from './token-client.ts'

const ADDRESS = '169.254.169.254'
const FLAVOR = 'metadata-flavor'
const LARGEST_ANSWER: number = 2 ** 20
/** It stands beside the machine: one that is there answers at once. */
const LIMIT_OF_LOOK_MS = 3_000
const PAUSES_MS: readonly number[] = [100, 300, 900]
/** All together they take no longer than a token may. */
const MOST_LOOKS = 20

/** What a metadata server said. */
interface Metadata {
  readonly status: number
  readonly text: string
}

/**
 * The service that tells a machine of Google's what it is, and gives out tokens for its account. It is never asked through a
 * proxy, behind which there are the accounts of others; its variables are those of Google's libraries.
 */
export class MetadataServer {
  readonly #http: TokenClient
  readonly #origin: string
  readonly #detection: string | undefined
  readonly #looks: number

  constructor(http: TokenClient, variables: AccountVariables) {
    const host = variables.GCE_METADATA_IP || variables.GCE_METADATA_HOST || ADDRESS
    this.#http = http
    this.#origin = (/^https?:\/\//.test(host) ? host : `http://${host}`).replace(/\/+$/, '')
    this.#detection = variables.METADATA_SERVER_DETECTION?.trim().toLowerCase()
    const again = Number(variables.DETECT_GCP_RETRIES) || 0
    this.#looks = Math.min(1 + Math.max(0, again), MOST_LOOKS)
  }

  /** Whether this is a machine of Google's. */
  async isThere(): Promise<boolean> {
    if (this.#detection === 'none') return false
    if (this.#detection === 'assume-present') return true
    const { gcpMetadata } = await import('google-auth-library')
    if (this.#detection !== 'ping-only' && gcpMetadata.getGCPResidency()) return true
    if (this.#detection === 'bios-only') return false
    const signal = this.#http.signal()
    for (let look = 1; look <= this.#looks; look += 1) if (await this.#answers(signal)) return true
    return false
  }

  /**
   * What is known under a path below `computeMetadata/v1/`; asked again where the server fails.
   *
   * @throws Error where nobody answers, or somebody who is no metadata server; its cause says what to look at
   */
  async ask(path: string): Promise<Metadata> {
    // That of those who wait now: who comes later asks anew.
    const signal = this.#http.signal()
    try {
      for (const pauseMs of PAUSES_MS) {
        const answer = await this.#ask(path, signal).catch((error: unknown) => {
          if (MlflowError.isInstance(error) && error.retryable) return undefined
          throw error
        })
        if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer
        await sleep(pauseMs, undefined, { signal })
      }
      return await this.#ask(path, signal)
    } catch (cause) {
      throw new Error(cause instanceof Error ? cause.message : String(cause), { cause })
    }
  }

  async #ask(path: string, signal: AbortSignal): Promise<Metadata> {
    const response = await this.#request(path, signal)
    const { status, headers } = response
    const text = await readText(response, LARGEST_ANSWER)
    noteReceived(this.#http.sent, text)
    if (headers[FLAVOR] === 'Google' || status >= 400) return { status, text }
    throw new MlflowError(`What answers at ${this.#origin} is no metadata server of Google`, {
      code: 'UNAUTHENTICATED',
      hint: 'Look at GCE_METADATA_HOST, or set METADATA_SERVER_DETECTION to none.',
    })
  }

  async #answers(signal: AbortSignal): Promise<boolean> {
    const silent = (): Error => new Error('The metadata server is silent')
    try {
      const { status, headers } = await withinLimit(LIMIT_OF_LOOK_MS, signal, silent, (limited) =>
        this.#request('instance', limited),
      )
      return status < 300 && headers[FLAVOR] === 'Google'
    } catch {
      // Silence is an answer, and an abort is none.
      signal.throwIfAborted()
      return false
    }
  }

  #request(path: string, signal: AbortSignal): Promise<HttpResponse> {
    return this.#http.request({
      url: `${this.#origin}/computeMetadata/v1/${path}`,
      headers: { [FLAVOR]: 'Google' },
      kind: 'once',
      maximumBytes: LARGEST_ANSWER,
      usesProxy: false,
      signal,
    })
  }
}
