/** A file that was made, and what has to arrive. */
export interface DataFile {
  /** Its path below the folder of all data, with slashes. */
  readonly path: string
  readonly size: number
  /** In hexadecimal. */
  readonly sha256: string
}
