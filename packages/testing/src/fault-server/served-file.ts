/** A file that the fault server serves. */
export interface ServedFile {
  readonly size: number
  /** As a header holds it, with its quotes; `W/"…"` is a weak one. */
  readonly etag: string
  /** Further headers of an answer with all of it, such as a store's checksums. */
  readonly headers?: Readonly<Record<string, string>>
  /** The bytes from `start` to `end`, exclusive. */
  read(start: number, end: number): Iterable<Uint8Array>
}
