import { readText } from '@mlflow-artifacts/http-client'
import type { FileInfo, FoundArtifact, HttpClient, RequestOptions } from '@mlflow-artifacts/repository'
import { posixBasename, posixDirname } from '@mlflow-artifacts/repository/python'
import { responseError } from '../response/response-error.ts'
import { isUnknownRoute, noArtifactRoutes } from './no-artifact-routes.ts'
import { parseListing } from './parse-listing.ts'
import type { ProxyEndpoints } from './proxy-endpoints.ts'
import { servedPath } from './served-path.ts'

interface ListingOptions extends RequestOptions {
  /** How often a failed request is tried again. Default: as the client was told. */
  readonly retries?: number
}

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
  async children(path: string, options: ListingOptions): Promise<FileInfo[]> {
    const infos = await this.#list(path, options)
    const mayBeItself = infos.length === 1 && infos[0] !== undefined && isOwnName(infos[0])
    return mayBeItself && !(await this.#isDirectory(path, options)) ? [] : infos
  }

  /**
   * What stands at a path, seen from the directory above: the server answers the same for a file, for an empty
   * directory and for nothing.
   */
  async find(path: string, options: ListingOptions): Promise<FoundArtifact | undefined> {
    const info = await this.#entry(path, options)
    if (info === undefined || !isOwnName(info)) return info
    return (await this.#isDirectory(posixDirname(path), options)) ? info : undefined
  }

  /**
   * Some stores list a file as its own child, which looks like a directory that holds only a file of its name
   * (`list_artifacts` in mlflow/store/artifact/http_artifact_repo.py takes both for a file). Nothing lists a file as a
   * directory, so that the directory above tells them apart.
   */
  async #isDirectory(path: string, options: ListingOptions): Promise<boolean> {
    return path === '' || (await this.#entry(path, options))?.isDir === true
  }

  async #entry(path: string, options: ListingOptions): Promise<FoundArtifact | undefined> {
    const served = servedPath(path)
    if (served === undefined) return undefined
    const infos = await this.#list(posixDirname(served), options, posixBasename(served))
    const [directory, file] = [true, false].map((isDir) => {
      const info = infos.find((found) => found.isDir === isDir)
      return info && { ...info, path }
    })
    return directory && file ? { ...directory, file } : (directory ?? file)
  }

  async #list(path: string, { signal, ...options }: ListingOptions, only?: string): Promise<FileInfo[]> {
    const served = servedPath(path)
    if (served === undefined) return []
    const { headers } = this.#endpoints
    const response = await this.#http.request({
      url: this.#endpoints.listing(served),
      headers,
      signal,
      ...options,
    })
    if (response.status !== 200) {
      const error = await responseError(response, { signal })
      throw isUnknownRoute(error) ? noArtifactRoutes(error, this.#endpoints) : error
    }
    return parseListing(await readText(response), path, response, only)
  }
}

/** Whether it is a file in a directory of its name. */
function isOwnName({ path, isDir }: FileInfo): boolean {
  return !isDir && posixBasename(posixDirname(path)) === posixBasename(path)
}
