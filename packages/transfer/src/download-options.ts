import type { DownloadProgress } from './download-progress.ts'

/** How a download is made. */
export interface DownloadOptions {
  /** The directory that the artifacts go into. It must exist; `makeDestination` makes it. */
  readonly dstPath: string
  /**
   * The directory of the repository that `dstPath` stands for: `''`, a parent of the path that is downloaded, or
   * that path itself. `base: 'a'` puts `a/b/c.txt` at `b/c.txt`. Default: `''`.
   */
  readonly base?: string | undefined
  /** How many files are downloaded at once, 1 or more. Default: 16. */
  readonly concurrency?: number | undefined
  /** Is told how far the download is. It must not throw. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined
  /** Aborts the download, which then rejects with `signal.reason` itself and leaves no partial file. */
  readonly signal?: AbortSignal | undefined
}
