/** How a file was checked before it got its name: by a checksum, by its size alone, or by nothing that the store gave. */
export type Verification = 'checksum' | 'size' | 'none'

/** What is done, and what is expected in all. */
export interface Amount {
  readonly done: number
  /** `undefined` while the listing goes on, and where the store gives no sizes. */
  readonly expected: number | undefined
}

/** How far a download is. */
export interface DownloadProgress {
  readonly files: Amount
  readonly bytes: Amount
  /** The file that this event is about. */
  readonly file: {
    /** Its path in the repository. */
    readonly path: string
    readonly bytes: Amount
    /** Set in the last event of a file, when it stands under its final name. */
    readonly verified: Verification | undefined
  }
}
