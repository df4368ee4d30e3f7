import { artifactContent, discard, rangeHeaders } from '@mlflow-artifacts/http-client/artifact'
import {
  type ArtifactContent,
  type ArtifactRepository,
  type FileInfo,
  type HttpClient,
  MlflowError,
  type OpenOptions,
  type RequestOptions,
  redactUri,
} from '@mlflow-artifacts/repository'
import { posixJoin, urlparse, urlunparse } from '@mlflow-artifacts/repository/python'
import { artifactPath } from './artifact-path.ts'
import { refuseLoginPage } from './response/login-page.ts'
import { responseError } from './response/response-error.ts'
import { urlAndCredentials } from './url-and-credentials.ts'

const CODES = { 404: 'RESOURCE_DOES_NOT_EXIST', 410: 'RESOURCE_DOES_NOT_EXIST' } as const

/**
 * Files at URLs of any web server. It cannot list: a path is what was cut off a URL, goes back in its place, before
 * the query of the root, and `%XX` in it is the escape that it was in the URL.
 */
export class SingleFileRepository implements ArtifactRepository {
  readonly specificationVersion = 'v1'
  readonly uri: string
  readonly concurrencyKey: string
  readonly #rootUri: string
  readonly #http: HttpClient

  /** @throws MlflowError `INVALID_PARAMETER_VALUE` where it is no URL */
  constructor(rootUri: string, http: HttpClient) {
    const { url } = urlAndCredentials(rootUri)
    this.uri = redactUri(url)
    this.concurrencyKey = new URL(url).origin
    this.#rootUri = rootUri
    this.#http = http
  }

  async *list(): AsyncGenerator<FileInfo> {}

  async open(path: string, options: OpenOptions = {}): Promise<ArtifactContent> {
    const { signal } = options
    const { url, headers } = this.#file(path)
    const response = await this.#http.request({
      url,
      headers: { ...headers, ...rangeHeaders(options, 'if-range') },
      kind: 'data',
      signal,
    })
    if (![200, 206, 416].includes(response.status))
      throw await responseError(response, { signal, codes: CODES })
    refuseLoginPage(response, url, false)
    return artifactContent(response, { ...options, path })
  }

  async stat(path: string, options: RequestOptions = {}): Promise<FileInfo | undefined> {
    if (artifactPath(path) === '') return { path: '', isDir: true, fileSize: undefined }
    try {
      const content = await this.open(path, { ...options, range: { start: 0, end: 1 } })
      discard(content)
      return { path, isDir: false, fileSize: content.size }
    } catch (error) {
      if (MlflowError.isInstance(error) && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
      throw error
    }
  }

  #file(path: string): ReturnType<typeof urlAndCredentials> {
    const name = artifactPath(path)
    if (name === '') {
      throw new MlflowError(`The URL names no file: ${this.uri}`, {
        code: 'INVALID_PARAMETER_VALUE',
        uri: this.uri,
        hint: 'A web server has no listing of artifacts: give the URL of one file.',
      })
    }
    const root = urlparse(this.#rootUri)
    const literal = name.replaceAll('?', '%3F').replaceAll('#', '%23')
    return urlAndCredentials(
      urlunparse({ ...root, path: posixJoin(root.path || '/', literal), fragment: '' }),
    )
  }
}
