import {
  type ArtifactContent,
  type ArtifactRepository,
  type FileInfo,
  type FoundArtifact,
  type OpenOptions,
  type RequestOptions,
  untilAborted,
} from '@mlflow-artifacts/repository'
import { discard } from '../discard.ts'
import { abortableBody } from './abortable-body.ts'
import { abortableIterable } from './abortable-iterable.ts'

/** A repository, whoever wrote it and with or without promises, each call of which ends with its signal. */
export class AbortableRepository implements ArtifactRepository {
  readonly specificationVersion = 'v1'
  readonly #given: ArtifactRepository
  readonly walk?: (path: string, options?: RequestOptions) => AsyncIterable<FileInfo>
  readonly stat?: (path: string, options?: RequestOptions) => Promise<FoundArtifact | undefined>
  readonly localPath?: (path: string) => Promise<string>
  readonly maxAttempts?: () => Promise<number | undefined>
  readonly concurrencyKey?: string

  private constructor(given: ArtifactRepository) {
    this.#given = given
    const { walk, stat, localPath, maxAttempts, concurrencyKey } = given
    if (concurrencyKey !== undefined) this.concurrencyKey = concurrencyKey
    if (walk !== undefined)
      this.walk = (path, options) => abortableIterable(walk.call(given, path, options), options?.signal)
    if (stat !== undefined)
      this.stat = async (path, options) =>
        await untilAborted(Promise.resolve(stat.call(given, path, options)), options?.signal)
    if (localPath !== undefined) this.localPath = async (path) => await localPath.call(given, path)
    if (maxAttempts !== undefined) this.maxAttempts = async () => await maxAttempts.call(given)
  }

  static of(given: ArtifactRepository): AbortableRepository {
    return given instanceof AbortableRepository ? given : new AbortableRepository(given)
  }

  get uri(): string {
    return this.#given.uri
  }

  list(path: string, options?: RequestOptions): AsyncIterable<FileInfo> {
    return abortableIterable(this.#given.list(path, options), options?.signal)
  }

  async open(path: string, options: OpenOptions = {}): Promise<ArtifactContent> {
    const { signal } = options
    const opening = Promise.resolve(this.#given.open(path, options))
    try {
      const content = await untilAborted(opening, signal)
      return abortableContent(content, signal)
    } catch (error) {
      // What comes too late is wanted by nobody.
      if (signal?.aborted === true) opening.then(({ body }) => discard(body)).catch(() => undefined)
      throw error
    }
  }
}

/** Member by member: those of a class may be inherited. */
function abortableContent(content: ArtifactContent, signal: AbortSignal | undefined): ArtifactContent {
  const { size, range, acceptsRanges, validator, modifiedAt, checksums, contentType } = content
  return {
    body: abortableBody(content.body, signal),
    ...(content.recycle && { recycle: (chunk: Uint8Array) => content.recycle?.(chunk) }),
    size,
    range,
    acceptsRanges,
    validator,
    modifiedAt,
    checksums,
    contentType,
  }
}
