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
  readonly #urls = new Map<string, PresignedUrl>()
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
    const { http } = this.#context
    this.#isOffered ??= await offersPresigned(this.#endpoints, this.#context, options)
    if (!this.#isOffered) return undefined

    const kept = this.#urls.get(path)
    this.#urls.delete(path)
    // Only for further ranges: what is read anew may have another size by now.
    if (kept !== undefined && options.ifMatch !== undefined && performance.now() < kept.usableUntil) {
      const content = await openAtStore(http, kept, path, options).catch(unlessRefused)
      if (content !== undefined) return this.#keep(path, kept, content)
    }
    const url = await askPresignedUrl(http, this.#endpoints, path, options.signal)
    if (url === undefined) {
      this.#isOffered = false
      return undefined
    }
    return this.#keep(path, url, await openAtStore(http, url, path, options))
  }

  #keep(path: string, url: PresignedUrl, content: ArtifactContent): ArtifactContent {
    const [oldest] = this.#urls.keys()
    if (this.#urls.size >= KEPT_URLS && oldest !== undefined) this.#urls.delete(oldest)
    this.#urls.set(path, url)
    return content
  }
}

/** A URL that was good before may have expired: a new one tells. */
function unlessRefused(error: unknown): undefined {
  if (MlflowError.isInstance(error) && error.code === 'PERMISSION_DENIED') return undefined
  throw error
}
