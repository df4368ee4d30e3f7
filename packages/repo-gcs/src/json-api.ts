import { encodePathSegment } from '@mlflow-artifacts/http-client'
import { discard } from '@mlflow-artifacts/http-client/artifact'
import type { HttpClient, HttpRequest, HttpResponse } from '@mlflow-artifacts/repository'
import type { AuthHeaders, GoogleCredentials } from './access/google-credentials.ts'

/** What a {@link JsonApi} stands on. */
export interface JsonApiOptions {
  readonly http: HttpClient
  readonly endpoint: string
  readonly bucket: string
  readonly credentials: GoogleCredentials
  /** Default: what the client was made with. */
  readonly headersTimeoutMs: number | undefined
}

type Request = Pick<HttpRequest, 'kind' | 'headers' | 'signal'>

/** A thousand names of a kilobyte, each escaped, are 6 MiB with what is said of them. */
const LARGEST_ANSWER: number = 16 * 2 ** 20

/** Google's JSON API for the objects of one bucket, over the shared HTTP client. */
export class JsonApi {
  readonly origin: string
  readonly #options: JsonApiOptions
  readonly #objects: string

  constructor(options: JsonApiOptions) {
    this.origin = new URL(options.endpoint).origin
    this.#options = options
    this.#objects = `/storage/v1/b/${encodePathSegment(options.bucket)}/o`
  }

  /** Asks for a page of the bucket's listing. */
  list(parameters: Readonly<Record<string, string>>, request: Request): Promise<HttpResponse> {
    return this.#send(this.#objects, parameters, request)
  }

  /** Asks for what is known about an object. */
  metadata(name: string, fields: string, request: Request): Promise<HttpResponse> {
    return this.#send(`${this.#objects}/${encodePathSegment(name)}`, { fields }, request)
  }

  /** Asks for the bytes of an object. */
  media(name: string, parameters: Readonly<Record<string, string>>, request: Request): Promise<HttpResponse> {
    const path = `/download${this.#objects}/${encodePathSegment(name)}`
    return this.#send(path, { alt: 'media', ...parameters }, { ...request, kind: 'data' })
  }

  /** Sends a request, and once more with a new token where the first one was refused. */
  async #send(
    path: string,
    parameters: Readonly<Record<string, string>>,
    request: Request,
  ): Promise<HttpResponse> {
    const { http, endpoint, credentials, headersTimeoutMs } = this.#options
    const { signal } = request
    const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodePathSegment(value)}`)
    const url = `${endpoint}${path}?${query.join('&')}`
    const send = (authHeaders: AuthHeaders) =>
      http.request({
        ...request,
        url,
        // Google or the environment says where the store is, and no artifact URI.
        isConfigured: true,
        maximumBytes: LARGEST_ANSWER,
        headers: { ...request.headers, ...authHeaders },
        ...(headersTimeoutMs !== undefined && { headersTimeoutMs }),
      })

    signal?.throwIfAborted()
    const authHeaders = await credentials.headers(url, signal)
    const response = await send(authHeaders)
    // Another account may be meant by now: the next call looks for it.
    if (response.status === 403) await credentials.forget()
    if (response.status !== 401) return response
    const renewed = await credentials.renewed(authHeaders, url, signal).catch((error: unknown) => {
      discard(response)
      throw error
    })
    if (renewed === undefined) return response
    discard(response)
    return await send(renewed)
  }
}
