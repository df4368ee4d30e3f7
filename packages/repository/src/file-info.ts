/** One entry of a listing. Python's `mlflow.entities.FileInfo`. */
export interface FileInfo {
  /** POSIX path relative to the root of the repository that was listed; literal, never percent-encoded. */
  readonly path: string
  readonly isDir: boolean
  /**
   * Size in bytes. `undefined` for a directory, and where the store did not say: MLflow's proxy omits a size of
   * 0 from its listings, so a file without a size may be empty.
   */
  readonly fileSize: number | undefined
}

/** What stands at a path. */
export interface FoundArtifact extends FileInfo {
  /** Beside a directory: the file of the very same name, as an object store can hold both. Default: there is none. */
  readonly file?: FileInfo | undefined
}
