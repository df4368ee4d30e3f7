import { discard } from '@mlflow-artifacts/http-client/artifact'
import {
  type ArtifactContent,
  type ArtifactRepository,
  type BackendContext,
  type FileInfo,
  type FoundArtifact,
  type HttpClient,
  MlflowError,
  type OpenOptions,
  type RequestOptions,
  redactUri,
} from '@mlflow-artifacts/repository'
import { artifactPath } from '../artifact-path.ts'
import { notAFile } from '../not-a-file.ts'
import { explainFailure } from './explain-failure.ts'
import { openThroughServer } from './open-through-server.ts'
import { PresignedDownloads } from './presigned-downloads.ts'
import { ProxyEndpoints } from './proxy-endpoints.ts'
import { ProxyListings } from './proxy-listings.ts'
import { servedPath } from './served-path.ts'

/** The artifacts that a tracking server serves, whatever store it keeps them in. */
export class ProxyRepository implements ArtifactRepository {
  readonly specificationVersion = 'v1'
  readonly uri: string
  readonly concurrencyKey: string
  readonly #endpoints: ProxyEndpoints
  readonly #http: HttpClient
  readonly #listings: ProxyListings
  readonly #presigned: PresignedDownloads

  /**
   * @param uri - of the root, `http:` or `https:`, below `/mlflow-artifacts/artifacts`
   * @throws MlflowError `INVALID_PARAMETER_VALUE` where it is no URL
   */
  constructor(uri: string, context: BackendContext) {
    this.#endpoints = new ProxyEndpoints(uri, context.environment.MLFLOW_WORKSPACE?.trim())
    this.#http = context.http
    this.#listings = new ProxyListings(this.#endpoints, context.http)
    this.#presigned = new PresignedDownloads(this.#endpoints, context)
    // As it was given: messages name it in Python's words.
    this.uri = redactUri(uri)
    this.concurrencyKey = this.#endpoints.origin
  }

  async *list(path: string, options: RequestOptions = {}): AsyncGenerator<FileInfo> {
    yield* await this.#listings.children(artifactPath(path), options)
  }

  async open(path: string, options: OpenOptions = {}): Promise<ArtifactContent> {
    const normalized = artifactPath(path)
    const served = servedPath(normalized)
    if (normalized === '') throw notAFile(path, this.uri, { path: '', isDir: true, fileSize: undefined })
    if (served === undefined) throw notAFile(path, this.uri, undefined)
    const find = () => this.#listings.find(normalized, { signal: options.signal, retries: 0 })
    const file = { ...options, path: normalized, served, find }
    try {
      const content = await this.#presigned.open(served, options)
      if (content !== undefined) return content
    } catch (error) {
      // It is answered for a directory, too.
      const isMissing = MlflowError.isInstance(error) && error.code === 'RESOURCE_DOES_NOT_EXIST'
      throw isMissing ? await explainFailure(error, file) : error
    }
    return await openThroughServer(this.#http, this.#endpoints, file)
  }

  async stat(path: string, options: RequestOptions = {}): Promise<FoundArtifact | undefined> {
    const normalized = artifactPath(path)
    if (normalized === '') return { path: '', isDir: true, fileSize: undefined }
    const info = await this.#listings.find(normalized, options)
    if (info === undefined || info.isDir || info.fileSize !== undefined) return info
    // The server leaves out a size of 0, and may not know others.
    const content = await this.open(normalized, options)
    discard(content)
    return { ...info, fileSize: content.size }
  }
}
