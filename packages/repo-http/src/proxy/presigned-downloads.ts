import {
  type ArtifactContent,
  type BackendContext,
  MlflowError,
  type OpenOptions,
} from '@mlflow-artifacts/repository'
import { askPresignedUrl, type PresignedUrl } from './ask-presigned-url.ts'
import { offersPresigned } from './offers-presigned.ts'
import { openAtStore } from './open-at-store.ts'
import type { ProxyEndpoints } from './proxy-endpoints.ts'

/** How many URLs are kept, for further ranges of the same artifacts. */
const KEPT_URLS = 64

/** Reads artifacts from the store behind a tracking server, by URLs that the server gives out where it can. */
export class PresignedDownloads {
  readonly #endpoints: ProxyEndpoints
  readonly #context: BackendContext
  readonly #urls = new Map<string, Promise<PresignedUrl | undefined>>()
  #isOffered: boolean | undefined

  constructor(endpoints: ProxyEndpoints, context: BackendContext) {
    this.#endpoints = endpoints
    this.#context = context
  }

  /**
   * Starts reading one file; `undefined` where the server gives no URLs, and it is to be read through the server.
   *
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` for a missing path and for a directory: the server does not tell
   *   them apart
   */
  async open(path: string, options: OpenOptions): Promise<ArtifactContent | undefined> {
    this.#isOffered ??= await offersPresigned(this.#endpoints, this.#context, options)
    if (!this.#isOffered) return undefined

    // Only for further ranges: what is read anew may have another size by now.
    const kept = options.ifMatch === undefined ? undefined : this.#urls.get(path)
    const known = await kept
    if (known !== undefined && performance.now() < known.usableUntil) {
      const content = await openAtStore(this.#context, known, path, options).catch(unlessRefused)
      if (content !== undefined) return content
    }
    // Several ranges may find out at once that a URL is used up: the first asks for all.
    const isAsked = options.ifMatch !== undefined && this.#urls.get(path) !== kept
    const url = await ((isAsked ? this.#urls.get(path) : undefined) ?? this.#ask(path, options))
    if (url === undefined) {
      this.#isOffered = false
      return undefined
    }
    return await openAtStore(this.#context, url, path, options)
  }

  #ask(path: string, { signal }: OpenOptions): Promise<PresignedUrl | undefined> {
    const asked = askPresignedUrl(this.#context.http, this.#endpoints, path, signal)
    this.#urls.delete(path)
    const [oldest] = this.#urls.keys()
    if (this.#urls.size >= KEPT_URLS && oldest !== undefined) this.#urls.delete(oldest)
    this.#urls.set(path, asked)
    asked.catch(() => {
      if (this.#urls.get(path) === asked) this.#urls.delete(path)
    })
    return asked
  }
}

/** A URL that was good before may have expired: a new one tells. */
function unlessRefused(error: unknown): undefined {
  if (MlflowError.isInstance(error) && error.code === 'PERMISSION_DENIED') return undefined
  throw error
}
