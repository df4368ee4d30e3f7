import type { RequestOptions } from '@mlflow-artifacts/repository'

/** Where registered models are kept. Opened on first use; a lookup changes nothing in it. */
export interface ModelRegistry {
  /** The registry URI without credentials, for messages. */
  readonly uri: string

  /**
   * The highest version of a model.
   *
   * @param stage - `None`, `Staging`, `Production` or `Archived` in any case; `undefined`: over all of them
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` where there is no such model, `INVALID_PARAMETER_VALUE` for a name
   *   or a stage that MLflow refuses, `INTERNAL_ERROR` (as in Python) where no version is in the stage
   */
  getLatestVersion(name: string, stage: string | undefined, options?: RequestOptions): Promise<string>

  /**
   * The version that an alias points to; the alias `latest`, in any case, is the highest version.
   *
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` where there is no such model or the version is gone,
   *   `INVALID_PARAMETER_VALUE` (as in Python) where there is no such alias
   */
  getVersionByAlias(name: string, alias: string, options?: RequestOptions): Promise<string>

  /**
   * Where the artifacts of a version are: its storage location, or its source where it has none.
   *
   * @param version - an integer as Python's `int()` reads it
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` where there is no such model or version, and for a prompt
   */
  getDownloadUri(name: string, version: string, options?: RequestOptions): Promise<string>

  /** Frees what the registry holds open. A later call opens it again. */
  close(): Promise<void>
}
