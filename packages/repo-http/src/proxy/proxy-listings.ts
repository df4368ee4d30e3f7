import { readText } from '@mlflow-artifacts/http-client'
import type { FileInfo, HttpClient, RequestOptions } from '@mlflow-artifacts/repository'
import { posixBasename, posixDirname } from '@mlflow-artifacts/repository/python'
import { responseError } from '../response/response-error.ts'
import { parseListing } from './parse-listing.ts'
import type { ProxyEndpoints } from './proxy-endpoints.ts'
import { servedPath } from './served-path.ts'

/** Asks a tracking server what stands where. */
export class ProxyListings {
  readonly #endpoints: ProxyEndpoints
  readonly #http: HttpClient

  constructor(endpoints: ProxyEndpoints, http: HttpClient) {
    this.#endpoints = endpoints
    this.#http = http
  }

  /**
   * The children of a directory; none for a file and a missing path.
   *
   * @param path - in normal form
   */
  children(path: string, options: RequestOptions & { retries?: number }): Promise<FileInfo[]> {
    return this.#list(path, options)
  }

  /**
   * What stands at a path, seen from the directory above: the server answers the same for a file, for an empty
   * directory and for nothing.
   */
  async find(path: string, options: RequestOptions & { retries?: number }): Promise<FileInfo | undefined> {
    const served = servedPath(path)
    if (served === undefined) return undefined
    const [info] = await this.#list(posixDirname(served), options, posixBasename(served))
    return info && { ...info, path }
  }

  async #list(
    path: string,
    { signal, ...options }: RequestOptions & { retries?: number },
    only?: string,
  ): Promise<FileInfo[]> {
    const served = servedPath(path)
    if (served === undefined) return []
    const { headers } = this.#endpoints
    const response = await this.#http.request({
      url: this.#endpoints.listing(served),
      headers,
      signal,
      ...options,
    })
    if (response.status !== 200) throw await responseError(response, { signal })
    return parseListing(await readText(response), path, response, only)
  }
}
