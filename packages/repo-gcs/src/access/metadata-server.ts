import { setTimeout as sleep } from 'node:timers/promises'
import { readText, withinLimit } from '@mlflow-artifacts/http-client'
import { type HttpClient, type HttpResponse, MlflowError } from '@mlflow-artifacts/repository'
import type { AccountVariables } from './google-variable.ts'

const ADDRESS = '169.254.169.254'
const FLAVOR = 'metadata-flavor'
const LARGEST_ANSWER: number = 2 ** 20
/** It stands beside the machine: one that is there answers at once. */
const LIMIT_OF_LOOK_MS = 3_000
const PAUSES_MS: readonly number[] = [100, 300, 900]

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
  readonly #http: HttpClient
  readonly #origin: string
  readonly #detection: string | undefined
  readonly #looks: number

  constructor(http: HttpClient, variables: AccountVariables) {
    const host = variables.GCE_METADATA_IP || variables.GCE_METADATA_HOST || ADDRESS
    this.#http = http
    this.#origin = (/^https?:\/\//.test(host) ? host : `http://${host}`).replace(/\/+$/, '')
    this.#detection = variables.METADATA_SERVER_DETECTION?.trim().toLowerCase()
    this.#looks = 1 + (Number(variables.DETECT_GCP_RETRIES) || 0)
  }

  /** Whether this is a machine of Google's. */
  async isThere(): Promise<boolean> {
    if (this.#detection === 'none') return false
    if (this.#detection === 'assume-present') return true
    const { gcpMetadata } = await import('google-auth-library')
    if (this.#detection !== 'ping-only' && gcpMetadata.getGCPResidency()) return true
    if (this.#detection === 'bios-only') return false
    for (let look = 1; look <= this.#looks; look += 1) if (await this.#answers()) return true
    return false
  }

  /**
   * What is known under a path below `computeMetadata/v1/`; asked again where the server fails.
   *
   * @throws Error where nobody answers, or somebody who is no metadata server; its cause says what to look at
   */
  async ask(path: string): Promise<Metadata> {
    try {
      for (const pauseMs of PAUSES_MS) {
        const answer = await this.#ask(path).catch((error: unknown) => {
          if (MlflowError.isInstance(error) && error.retryable) return undefined
          throw error
        })
        if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer
        await sleep(pauseMs)
      }
      return await this.#ask(path)
    } catch (cause) {
      throw new Error(cause instanceof Error ? cause.message : String(cause), { cause })
    }
  }

  async #ask(path: string): Promise<Metadata> {
    const response = await this.#request(path)
    const { status, headers } = response
    const text = await readText(response, LARGEST_ANSWER)
    if (headers[FLAVOR] === 'Google' || status >= 400) return { status, text }
    throw new MlflowError(`What answers at ${this.#origin} is no metadata server of Google`, {
      code: 'UNAUTHENTICATED',
      hint: 'Look at GCE_METADATA_HOST, or set METADATA_SERVER_DETECTION to none.',
    })
  }

  async #answers(): Promise<boolean> {
    const silent = (): Error => new Error('The metadata server is silent')
    try {
      const { status, headers } = await withinLimit(LIMIT_OF_LOOK_MS, undefined, silent, (signal) =>
        this.#request('instance', signal),
      )
      return status < 300 && headers[FLAVOR] === 'Google'
    } catch {
      return false
    }
  }

  #request(path: string, signal?: AbortSignal): Promise<HttpResponse> {
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
