import { EntryLimit, FilesOnTheWay } from '@mlflow-artifacts/http-client'
import { discard, rangeHeaders } from '@mlflow-artifacts/http-client/artifact'
import {
  type ArtifactContent,
  type ArtifactRepository,
  type FileInfo,
  type FoundArtifact,
  type HttpResponse,
  IntegrityError,
  type MlflowError,
  type OpenOptions,
  type RequestOptions,
  redactUri,
} from '@mlflow-artifacts/repository'
import { compareCodePoints } from '@mlflow-artifacts/repository/python'
import { isGzip } from './content/is-gzip.ts'
import { objectContent } from './content/object-content.ts'
import type { JsonApi } from './json-api.ts'
import { allObjects } from './listing/all-objects.ts'
import { listObjects } from './listing/list-objects.ts'
import { OBJECT_FIELDS, writtenSize } from './listing/listed-page.ts'
import { type JsonObject, parseAnswer } from './listing/parse-answer.ts'
import { notAFile } from './not-a-file.ts'
import { ObjectNames } from './object-names.ts'
import { responseError } from './response-error.ts'

/** The objects of a bucket below a root. */
export class GcsRepository implements ArtifactRepository {
  readonly specificationVersion = 'v1'
  readonly uri: string
  readonly concurrencyKey: string
  readonly #names: ObjectNames
  readonly #api: JsonApi
  readonly #maxExpansion: number

  constructor(uri: string, root: string, api: JsonApi, maxExpansion: number) {
    this.uri = redactUri(uri)
    this.concurrencyKey = api.origin
    this.#names = new ObjectNames(root)
    this.#api = api
    this.#maxExpansion = maxExpansion
  }

  async *list(path: string, { signal }: RequestOptions = {}): AsyncGenerator<FileInfo> {
    const prefix = this.#names.prefix(path)
    // As in Python: neither the directory itself nor what has no name of its own; and nothing twice.
    const leftOut = new Set([prefix, `${prefix}/`, `${prefix}./`])
    const directories: FileInfo[] = []
    const files: FileInfo[] = []
    const limit = new EntryLimit(`The listing of '${path}'`, this.uri)
    for await (const page of listObjects(this.#api, { prefix, delimiter: '/' }, signal)) {
      for (const name of page.prefixes) {
        limit.add(name)
        if (!leftOut.has(name)) directories.push(this.#directory(name))
        leftOut.add(name)
      }
      for (const { name, size } of page.objects) {
        limit.add(name)
        if (!leftOut.has(name)) files.push(this.#file(name, size))
        leftOut.add(name)
      }
    }
    const names = new Set(files.map((file) => file.path))
    for (const entry of [...directories, ...files].sort((a, b) => compareCodePoints(a.path, b.path))) {
      const isBesideFile = entry.isDir && names.has(entry.path)
      // A marker alone makes no directory of what is an object.
      if (!isBesideFile || (await this.#below(entry.path, signal)) === 'entries') yield entry
    }
  }

  async *walk(path: string, { signal }: RequestOptions = {}): AsyncGenerator<FileInfo> {
    const prefix = this.#names.prefix(path)
    const nameless = `${this.#names.prefix('')}/`
    // An empty object whose name ends in a slash stands for a directory, and comes directly before what is in it.
    const files = new FilesOnTheWay()
    let marker: string | undefined
    for await (const objects of allObjects(this.#api, prefix, signal)) {
      for (const { name, size } of objects) {
        if (marker !== undefined && !name.startsWith(marker)) yield this.#directory(marker)
        marker = undefined
        // No artifact path begins with a slash.
        if (name.startsWith(nameless)) continue
        const isMarker = size === 0 && name.endsWith('/')
        if (isMarker && (name === prefix || files.isBeside(name))) continue
        if (isMarker) marker = name
        else {
          files.add(name)
          yield this.#file(name, size)
        }
      }
    }
    if (marker !== undefined) yield this.#directory(marker)
  }

  async stat(path: string, { signal }: RequestOptions = {}): Promise<FoundArtifact | undefined> {
    const directory: FileInfo = { path, isDir: true, fileSize: undefined }
    if (path === '') return directory
    const [below, object] = await Promise.all([this.#below(path, signal), this.#metadata(path, signal)])
    const isMarker = path.endsWith('/') && object !== undefined && writtenSize(object) === 0
    if (object === undefined || isMarker) return below === 'nothing' ? undefined : directory
    const file: FileInfo = { path, isDir: false, fileSize: writtenSize(object) }
    return below === 'entries' ? { ...directory, file } : file
  }

  async open(path: string, options: OpenOptions = {}): Promise<ArtifactContent> {
    if (path === '') throw notAFile(path, this.uri)
    const { range, ifMatch, signal } = options
    const response = await this.#api.media(
      this.#names.object(path),
      ifMatch === undefined ? {} : { generation: ifMatch },
      // Asked for other encodings, Google decodes the object, and no checksum fits what it sends.
      { headers: { 'accept-encoding': 'gzip', ...rangeHeaders({ range }, 'if-match') }, signal },
    )
    if (response.status === 404) throw await this.#missing(response, path, options)
    if (![200, 206, 416].includes(response.status)) throw await responseError(response, { signal })
    // A refusal of a range says neither how the object is stored nor, on every server, how long it is.
    const object = response.status === 416 ? await this.#refused(response, path, signal) : undefined
    const ofGzip = isGzip(
      object === undefined ? response.headers['content-encoding'] : object.contentEncoding,
    )
    // A range of the stored bytes cannot be decoded, and where it ends says nothing about the decoded ones.
    if (range !== undefined && ofGzip && response.status !== 200) {
      discard(response)
      return await this.open(path, { ifMatch, signal })
    }
    const content = objectContent(response, {
      ...options,
      path,
      uri: `${this.uri}/${path}`,
      knownSize: object && writtenSize(object),
      maxExpansion: this.#maxExpansion,
    })
    if (!path.endsWith('/') || content.size !== 0) return content
    discard(response)
    throw notAFile(path, this.uri)
  }

  /** What is known of an object of which a range was refused. */
  async #refused(
    response: HttpResponse,
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<JsonObject | undefined> {
    discard(response)
    return await this.#metadata(path, signal)
  }

  async #missing(
    response: HttpResponse,
    path: string,
    { ifMatch, signal }: OpenOptions,
  ): Promise<MlflowError> {
    const error = await responseError(response, { signal })
    const { message, uri } = error
    if (ifMatch !== undefined) {
      return new IntegrityError(`The artifact '${path}' has changed since it was first read: ${message}`, {
        uri,
      })
    }
    return (await this.#below(path, signal)) !== 'nothing' ? notAFile(path, this.uri) : error
  }

  /** What stands below a path; a marker alone makes a directory only of what is no object itself, as in Python. */
  async #below(path: string, signal: AbortSignal | undefined): Promise<'nothing' | 'marker' | 'entries'> {
    const prefix = this.#names.prefix(path)
    let below: 'nothing' | 'marker' = 'nothing'
    // One of two may be the marker.
    const query = { prefix, delimiter: '/', maxResults: '2' } as const
    for await (const { objects, prefixes } of listObjects(this.#api, query, signal)) {
      if (prefixes.length > 0 || objects.some(({ name }) => name !== prefix)) return 'entries'
      if (objects.length > 0) below = 'marker'
    }
    return below
  }

  async #metadata(path: string, signal: AbortSignal | undefined): Promise<JsonObject | undefined> {
    const response = await this.#api.metadata(this.#names.object(path), OBJECT_FIELDS, { signal })
    if (response.status < 300)
      return await parseAnswer(response, ({ name, size }) => (name ?? size) !== undefined)
    const error = await responseError(response, { signal })
    if (response.status === 404) return undefined
    throw error
  }

  #file(name: string, fileSize: number | undefined): FileInfo {
    return { path: this.#names.artifact(name, this.uri), isDir: false, fileSize }
  }

  #directory(prefix: string): FileInfo {
    return { path: this.#names.artifact(prefix, this.uri).slice(0, -1), isDir: true, fileSize: undefined }
  }
}
