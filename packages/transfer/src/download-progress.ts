/** How a file was checked before it got its name: by a checksum, by its size alone, or by nothing that the store gave. */
export type Verification = 'checksum' | 'size' | 'none'

/** What is done, and what is expected in all. */
export interface Amount {
  readonly done: number
  /**
   * `undefined` while the listing goes on, which runs up to 10,000 entries ahead of the files, so that it soon ends; for bytes
   * also where the store does not give every size.
   */
  readonly expected: number | undefined
}

/** A file that stands under its final name. */
export interface FinishedFile {
  /** Its path in the repository. */
  readonly path: string
  readonly bytes: number
  readonly verified: Verification
  /** It stood there before, and was kept. */
  readonly kept: boolean
}

/** What is said of a file when it stands under its final name. */
export type Finished = Omit<FinishedFile, 'path'>

/** How far a download is. Nothing is done entirely before the last file stands under its name. */
export interface DownloadProgress {
  readonly files: Amount
  readonly bytes: Amount
  /** Over the last seconds. */
  readonly bytesPerSecond: number
  /** Milliseconds, at that rate; `undefined` where the size or the rate is unknown. */
  readonly remainingMs: number | undefined
  /** The file that something happened to last; `undefined` where there is none, as in an empty directory. */
  readonly file:
    | {
        readonly path: string
        readonly bytes: Amount
        readonly verified: Verification | undefined
      }
    | undefined
  /** The files that got their final name since the event before. Over all events, every file is in it once. */
  readonly finished: readonly FinishedFile[]
}
