import { EntryLimit } from '@mlflow-artifacts/http-client'
import {
  type ArtifactContent,
  type ArtifactRepository,
  type FileInfo,
  type FoundArtifact,
  IntegrityError,
  MlflowError,
  type OpenOptions,
  type RequestOptions,
  redactUri,
} from '@mlflow-artifacts/repository'
import { compareCodePoints } from '@mlflow-artifacts/repository/python'
import { bucketInEndpoint } from './failure/bucket-in-endpoint.ts'
import { S3Failure } from './failure/s3-failure.ts'
import { storeError } from './failure/store-error.ts'
import { listObjects } from './listing/list-objects.ts'
import { isMarker, walkObjects } from './listing/walk-objects.ts'
import { directoryPrefix, objectKey } from './object-key.ts'
import { openObject } from './open-object.ts'
import type { S3Store } from './s3-store.ts'

/** The artifacts below a prefix of a bucket. MLflow's `S3ArtifactRepository`. */
export class S3Repository implements ArtifactRepository {
  readonly specificationVersion = 'v1'
  readonly uri: string
  readonly concurrencyKey: string
  readonly #root: string
  readonly #store: S3Store

  /** @param root - what the keys of all artifacts begin with; `''` is the whole bucket */
  constructor(uri: string, root: string, store: S3Store) {
    this.uri = redactUri(uri)
    this.concurrencyKey = store.concurrencyKey
    this.#root = root
    this.#store = store
  }

  async *list(path: string, { signal }: RequestOptions = {}): AsyncGenerator<FileInfo> {
    const prefix = directoryPrefix(this.#root, path)
    const entries: FileInfo[] = []
    const limit = new EntryLimit(`The listing of '${path}'`, this.uri)
    const known = { true: new Set<string>(), false: new Set<string>() }
    const add = (entry: FileInfo): void => {
      // Some stores tell an entry again, on whatever page.
      if (known[`${entry.isDir}`].has(entry.path)) return
      known[`${entry.isDir}`].add(entry.path)
      limit.add(entry.path)
      entries.push(entry)
    }
    try {
      for await (const page of listObjects(this.#store, { prefix, delimiter: '/', signal })) {
        for (const found of page.prefixes) {
          // A directory without a name: Python leaves it out, too, and the walk finds what is in it. Itself is no entry.
          if (found === `${prefix}/` || found === prefix) continue
          add({ path: this.#relative(found).replace(/\/$/, ''), isDir: true, fileSize: undefined })
        }
        for (const object of page.objects) {
          const { key, size } = object
          // Content under the name of the root has no name here.
          if (isMarker(object) || key === this.#root) continue
          add({ path: this.#relative(key), isDir: false, fileSize: size })
        }
      }
    } catch (error) {
      throw this.#listingError(error)
    }
    for (const entry of entries.sort((a, b) => compareCodePoints(a.path, b.path))) {
      const isBesideFile = entry.isDir && known.false.has(entry.path)
      // A marker alone makes no directory of what is an object.
      if (!isBesideFile || (await this.#below(entry.path, signal)) === 'entries') yield entry
    }
  }

  async *walk(path: string, { signal }: RequestOptions = {}): AsyncGenerator<FileInfo> {
    const prefix = directoryPrefix(this.#root, path)
    try {
      for await (const { key, size, isDir } of walkObjects(this.#store, prefix, signal)) {
        const relative = this.#relative(key)
        // No artifact path begins with a slash.
        if (!relative.startsWith('/')) yield { path: relative, isDir, fileSize: size }
      }
    } catch (error) {
      throw this.#listingError(error)
    }
  }

  async open(path: string, options: OpenOptions = {}): Promise<ArtifactContent> {
    const key = objectKey(this.#root, path)
    if (path === '') throw this.#notAFile(path, true)
    const { signal } = options
    try {
      return await openObject(this.#store, key, { ...options, path })
    } catch (error) {
      if (!(error instanceof S3Failure)) throw error
      if (error.status === 412) {
        throw new IntegrityError(`The artifact '${path}' has changed since it was first read`, {
          uri: `${this.uri}/${path}`,
        })
      }
      if (error.status === 404 && error.code !== 'NoSuchBucket') {
        throw this.#notAFile(path, (await this.#below(path, signal)) !== 'nothing')
      }
      throw this.#readingError(error, path)
    }
  }

  async stat(path: string, { signal }: RequestOptions = {}): Promise<FoundArtifact | undefined> {
    const key = objectKey(this.#root, path)
    const directory: FileInfo = { path, isDir: true, fileSize: undefined }
    const fileOf = ({ ContentLength: size }: { ContentLength?: number | undefined }): FileInfo =>
      size === 0 && key.endsWith('/') ? directory : { path, isDir: false, fileSize: size }
    if (path === '') return directory
    const input = { Key: key }
    const [head, below] = await Promise.allSettled([
      this.#store.head(input, signal),
      this.#below(path, signal),
    ])
    signal?.throwIfAborted()
    if (head.status === 'fulfilled') {
      const file = fileOf(head.value)
      if (file.isDir) return file
      // A store that refuses to list may be read all the same.
      if (below.status === 'rejected' && isRetryable(below.reason)) throw below.reason
      const isBoth = below.status === 'fulfilled' && below.value === 'entries'
      return isBoth ? { ...directory, file } : file
    }
    const error: unknown = head.reason
    if (!(error instanceof S3Failure)) throw error
    if (error.status >= 500) throw this.#readingError(error, path)
    // That of a listing has words.
    if (below.status === 'rejected') throw below.reason
    if (below.value !== 'nothing') return directory
    if (error.status === 404) return undefined
    try {
      return fileOf(await this.#store.explained(error, input, signal))
    } catch (refusal) {
      if (!(refusal instanceof S3Failure)) throw refusal
      if (refusal.status === 404) return undefined
      throw this.#readingError(refusal, path)
    }
  }

  async maxAttempts(): Promise<number | undefined> {
    return await this.#store.maxAttempts()
  }

  /** What stands below a path; a marker alone makes a directory only of what is no object itself, as in Python. */
  async #below(path: string, signal: AbortSignal | undefined): Promise<'nothing' | 'marker' | 'entries'> {
    try {
      const prefix = directoryPrefix(this.#root, path)
      let below: 'nothing' | 'marker' = 'nothing'
      // As a listing asks, which is what policies allow: not every one lets a number of keys be named.
      for await (const page of listObjects(this.#store, { prefix, delimiter: '/', signal })) {
        if (page.prefixes.some((found) => found !== prefix) || page.objects.some(({ key }) => key !== prefix))
          return 'entries'
        if (page.objects.length > 0) below = 'marker'
      }
      return below === 'marker' && (await this.#isReached(prefix, signal)) ? 'marker' : 'nothing'
    } catch (error) {
      throw this.#listingError(error)
    }
  }

  /** Whether a walk finds a marker: stores that keep objects as files show one at `a//b`, where there is none. */
  async #isReached(marker: string, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      const { objects } = await this.#store.listPage({ Prefix: marker }, signal)
      return objects.length > 0
    } catch (error) {
      if (error instanceof S3Failure && error.status === 403) return true
      throw error
    }
  }

  #relative(key: string): string {
    if (key.startsWith(this.#root)) return key.slice(this.#root.length)
    throw new MlflowError(
      'The path of the listed S3 object does not begin with the specified artifact path. Artifact path: ' +
        `${this.#root.replace(/\/$/, '')}. Object path: ${this.#store.redacted(key)}.`,
      { uri: this.uri },
    )
  }

  #listingError(error: unknown): unknown {
    if (!(error instanceof S3Failure)) return error
    const doing = `Failed to list artifacts in ${this.uri}`
    return bucketInEndpoint(error, doing, this.uri, this.#store) ?? storeError(error, doing, this.uri)
  }

  #readingError(failure: S3Failure, path: string): MlflowError {
    const uri = `${this.uri}/${path}`
    return storeError(failure, `Failed to read ${uri}`, uri)
  }

  #notAFile(path: string, isDirectory: boolean): MlflowError {
    return new MlflowError(
      isDirectory
        ? `Artifact path refers to a directory, not a file: '${path}'`
        : `No such artifact: '${path}'`,
      {
        code: isDirectory ? 'INVALID_PARAMETER_VALUE' : 'RESOURCE_DOES_NOT_EXIST',
        uri: `${this.uri}/${path}`,
      },
    )
  }
}

function isRetryable(error: unknown): boolean {
  return !MlflowError.isInstance(error) || error.retryable
}
