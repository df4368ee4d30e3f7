/** One entry of a listing, as MLflow's server writes it. */
export interface ListedEntry {
  /** Relative to the directory that is listed. */
  readonly path: string
  readonly is_dir: boolean
  /** In bytes; the server leaves out 0. */
  readonly file_size?: number
}
