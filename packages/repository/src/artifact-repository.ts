import type { ArtifactContent, ByteRange } from './artifact-content.ts'
import type { FileInfo, FoundArtifact } from './file-info.ts'

/** Options that every call on a repository takes. */
export interface RequestOptions {
  /** Aborts the call, which then rejects with `signal.reason` itself. Default: none. */
  readonly signal?: AbortSignal | undefined
}

/** Options of {@link ArtifactRepository.open}. */
export interface OpenOptions extends RequestOptions {
  /** The bytes wanted. Default: all. A store that cannot serve ranges sends the whole and says so in `range`. */
  readonly range?: ByteRange | undefined
  /** A `validator` that an earlier `open` gave. Where the content has changed since, `open` rejects with `IntegrityError`. */
  readonly ifMatch?: string | undefined
}

/**
 * One root URI, and the artifacts below it. Three members are required; the optional ones are abilities that some
 * stores have, and `transfer` fills the gap where one is absent. A repository says where bytes are: it does not
 * retry a body, split it, write it or verify it.
 *
 * Every `path` is POSIX, relative to the root and literal: `#`, `?`, `%` and spaces are characters of a name.
 */
export interface ArtifactRepository {
  /** The version of this contract. */
  readonly specificationVersion: 'v1'

  /** The root URI, without credentials; it appears in messages. */
  readonly uri: string

  /**
   * The direct children of a directory, sorted by path in code-point order where the store can; nothing for a
   * file, for a missing path and for an empty directory. `''` is the root.
   *
   * @throws MlflowError `PERMISSION_DENIED`, `UNAUTHENTICATED`, or the store's own failure; never for a missing path
   */
  list(path: string, options?: RequestOptions): AsyncIterable<FileInfo>

  /**
   * Starts reading one file.
   *
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` for a missing path, `INVALID_PARAMETER_VALUE` for a directory
   *   and for a range that starts behind the end
   * @throws IntegrityError where `ifMatch` was given and the content has changed
   */
  open(path: string, options?: OpenOptions): Promise<ArtifactContent>

  /**
   * Every file below a directory, at any depth, and each empty directory that the store keeps; nothing for a file
   * or a missing path. For stores that have one flat listing.
   */
  walk?(path: string, options?: RequestOptions): AsyncIterable<FileInfo>

  /** What stands at a path; `undefined`: nothing. `''` is a directory, and so is, as in Python, what has something below it. */
  stat?(path: string, options?: RequestOptions): Promise<FoundArtifact | undefined>

  /**
   * The absolute path of an artifact that already is a file or directory on this machine.
   *
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` for a missing path
   */
  localPath?(path: string): Promise<string>

  /**
   * How often a request for bytes is to be made until it is answered, the first time included, where the configuration of
   * the store itself says so (as `AWS_MAX_ATTEMPTS` does); `undefined`: it does not.
   *
   * @throws MlflowError `INVALID_PARAMETER_VALUE` for a configuration that cannot be used
   */
  maxAttempts?(): Promise<number | undefined>

  /** Repositories with the same key (an origin) share one budget of connections and retries. Default: the `uri`. */
  readonly concurrencyKey?: string
}
