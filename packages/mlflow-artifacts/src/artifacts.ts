import type { ArtifactContent, ByteRange, FileInfo } from '@mlflow-artifacts/repository'
import type { JsonValue } from '@mlflow-artifacts/repository/python'
import type { CallOptions, DownloadArtifactsOptions, ListArtifactsOptions } from './options.ts'
import type { Resolution } from './resolve/resolution.ts'
import type { SharpImage } from './sharp-image.ts'
import type { ArtifactSource } from './source/artifact-source.ts'

/** Options of {@link Artifacts.openArtifact}. */
export interface OpenArtifactOptions extends CallOptions {
  /**
   * The bytes wanted: integers of 0 or more, and `end` not before `start`. Default: all. The answer's `range` says what was
   * sent: a store without ranges sends all.
   */
  readonly range?: ByteRange | undefined
  /** The `validator` of an earlier answer. Where the content has changed since, the call rejects with `IntegrityError`. */
  readonly ifMatch?: string | undefined
}

/**
 * The functions of Python's `mlflow.artifacts`, and what Python does not have. Every function takes a source (what) and
 * options (how), rejects with `MlflowError`, and with `signal.reason` itself where it is aborted.
 *
 * All of them throw `INVALID_PARAMETER_VALUE` for a source that names not exactly one thing or leads out of its
 * directory, and, before anything is asked or made, for an option that cannot have its value (`null` counts as left out, and a
 * name that is not known is no error), `RESOURCE_DOES_NOT_EXIST` for a missing run, model or version, and `BackendNotRegisteredError` for a store
 * that no installed package serves.
 */
export interface Artifacts {
  /**
   * Downloads a file, or a directory with everything below it. A file stands under its name only when it is whole.
   *
   * @returns the absolute path on this machine: below `dstPath`, below a new temporary directory, or the artifact's own
   *   path where it already is a local file and no `dstPath` is given
   * @throws TransferError where files of a directory could not be downloaded; the others are in place
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` for a missing artifact, `INVALID_PARAMETER_VALUE` where `dstPath` is a
   *   file, `RESOURCE_EXHAUSTED` for a full disk
   */
  downloadArtifacts(source: ArtifactSource, options?: DownloadArtifactsOptions): Promise<string>
  /**
   * The direct children of a directory, sorted by path; nothing for a file or, unless `mustExist`, a missing path. Where a run
   * has a logged model of that name, the model's stand behind the run's own, sorted among themselves, as in Python. Paths are
   * relative to the parent of the URI, as in Python (`runs:/id/a` gives `a/x`), or to the root of the run for a `runId`.
   */
  listArtifacts(source: ArtifactSource, options?: ListArtifactsOptions): Promise<FileInfo[]>
  /**
   * The text of a file, strictly UTF-8, its line endings as `\n`. No disk is needed.
   *
   * @throws MlflowError `BAD_REQUEST` where it is not UTF-8, `INVALID_PARAMETER_VALUE` for a directory,
   *   `MAX_READ_SIZE_EXCEEDED`, before it is fetched, for more bytes than a string can have or there is memory for
   */
  loadText(source: ArtifactSource, options?: CallOptions): Promise<string>
  /**
   * The value of a JSON file, which may be any JSON value, with Python's `NaN` and `Infinity`, and a `bigint` for an
   * integer beyond 2^53.
   *
   * @throws MlflowError `BAD_REQUEST` where it is no JSON, `INVALID_PARAMETER_VALUE` for a directory,
   *   `MAX_READ_SIZE_EXCEEDED` as `loadText`
   */
  loadDict(source: ArtifactSource, options?: CallOptions): Promise<JsonValue>
  /**
   * An image, as an instance of `sharp`, which must be installed (or passed to `createArtifacts`).
   *
   * @throws MlflowError `BAD_REQUEST` where it is no image that can be decoded, `FEATURE_DISABLED` without `sharp`,
   *   `MAX_READ_SIZE_EXCEEDED` for more than 2 GiB
   */
  loadImage(source: ArtifactSource, options?: CallOptions): Promise<SharpImage>
  /**
   * Every file below a directory, at any depth, and each empty directory, named as `listArtifacts` names them, in the order of
   * the store; those of a logged model stand behind.
   */
  walkArtifacts(source: ArtifactSource, options?: ListArtifactsOptions): AsyncIterable<FileInfo>
  /** What stands at a source; `undefined`: nothing. All artifacts of a run are a directory, also where there are none yet. */
  statArtifact(source: ArtifactSource, options?: CallOptions): Promise<FileInfo | undefined>
  /**
   * Starts reading one file, whole or a range. The body must be read to its end or left (`break`, `destroy()`).
   *
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` for a missing file, `INVALID_PARAMETER_VALUE` for a directory
   */
  openArtifact(source: ArtifactSource, options?: OpenArtifactOptions): Promise<ArtifactContent>
  /** The way from a source to its store. Whether the artifact exists there is not asked. */
  resolveArtifact(source: ArtifactSource, options?: CallOptions): Promise<Resolution>
}
