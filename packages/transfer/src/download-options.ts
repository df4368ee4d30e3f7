import type { RetryEvent } from '@mlflow-artifacts/repository'
import type { TransferBudget } from './budget/transfer-budget.ts'
import type { VerifyMode } from './checksum/chosen-checksum.ts'
import type { DownloadProgress } from './download-progress.ts'
import type { ProgressMeter } from './progress-meter.ts'

/** What happens to a file that stands at the destination already. */
export type OverwriteMode = 'always' | 'never' | 'ifChanged'

/** How a download is made. */
export interface DownloadOptions {
  /** The directory that the artifacts go into. It must exist; `makeDestination` makes it. */
  readonly dstPath: string
  /**
   * The directory of the repository that `dstPath` stands for: `''`, a parent of the path that is downloaded, or
   * that path itself. `base: 'a'` puts `a/b/c.txt` at `b/c.txt`. Default: `''`.
   */
  readonly base?: string | undefined
  /** Whether a repository may hold nothing at all, as that of a run. Default: `true`. */
  readonly mayBeEmpty?: boolean | undefined
  /**
   * How many files are downloaded at once, 1 or more; fewer, where there are not as many requests (`maxConnections`) or the
   * process has not as many descriptors. Default: 16.
   */
  readonly concurrency?: number | undefined
  /**
   * How many requests for bytes this download may have under way at one origin, 1 or more; fewer after it refused some.
   * Downloads with one `budget` share what the largest of them may have. The listing is not among them. Default: 16, or
   * `concurrency` where that is more.
   */
  readonly maxConnections?: number | undefined
  /**
   * How many ranges of one file are downloaded at once, 1 or more; two, as long as this thread is busy for more than half of
   * its time. Default: 8.
   */
  readonly connectionsPerFile?: number | undefined
  /**
   * Bytes that may be in memory on their way to the disk. A request counts as what it asks for and 256 KiB, and as 4 MiB at
   * the most, or where the size is unknown; it waits where that is too much, unless it is the only one. Default: 64 MiB, or 4
   * MiB for each of `maxConnections` where that is more, so that as many are under way, however large the files are.
   */
  readonly maxBytesInFlight?: number | undefined
  /** Bytes of one range of a large file. Default: 16 MiB. */
  readonly partSize?: number | undefined
  /** Files of that many bytes and more are downloaded in ranges, and can be resumed. Default: twice `partSize`. */
  readonly partsFrom?: number | undefined
  /**
   * Is told how far the download is, at most 10 times a second, and at the end, also where there was nothing to download. It
   * must not throw.
   */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined
  /** Counts in place of `onProgress`, for several downloads that are one to the caller. Default: one of this download's own. */
  readonly meter?: ProgressMeter | undefined
  /**
   * Patterns of the files to download, by the rule of a `.gitignore`: without a slash (`*.json`, `plots`) of that name in any
   * directory, with one (`data/*.csv`, `/plots`) from the directory that is downloaded; a directory with all in it, `plots/`
   * only directories; `**` is any number of directories; the last pattern counts, and `!` takes back. `{a,b}` is literal.
   * Of a single file its name is matched. Default: all.
   */
  readonly include?: readonly string[] | undefined
  /** Patterns of the files to leave out, by the same rule, also where `include` names them. Default: none. */
  readonly exclude?: readonly string[] | undefined
  /**
   * `always` replaces existing files; `never` keeps every one; `ifChanged` keeps one that has the size and the checksum
   * that the store says. Where the store gives no checksum, it keeps one that has the size and the time of its last change
   * that the store says, which an earlier download with `ifChanged` gave it; where nobody says these either, as of local
   * files and of MLflow's server with artifacts in a remote store, it replaces the file. Default: `always`, as in Python.
   */
  readonly overwrite?: OverwriteMode | undefined
  /**
   * Whether large files that could not be finished are left as hidden `.part` files, for the next download to go on
   * with. With `false`, only a process that is killed leaves one, which goes after `orphanAgeMs`. Default: `true`.
   */
  readonly resume?: boolean | undefined
  /**
   * Milliseconds without a sign of life after which the partial file of another process counts as abandoned: what is right
   * of it is then copied. Until then this download waits for that process to finish the file. A process that is seen to
   * be dead is not waited for. Default: 15 seconds.
   */
  readonly quietAfterMs?: number | undefined
  /**
   * Milliseconds after which a partial file that nobody has touched is removed from the directories that this download
   * writes to, whichever machine made it. Default: 24 hours.
   */
  readonly orphanAgeMs?: number | undefined
  /**
   * What is checked besides the size: `default`, the cheapest checksum of the store, but never MD5, which costs more than
   * the transfer; `all`, the strongest, MD5 as well; `size`, none. Default: `default`.
   */
  readonly verify?: VerifyMode | undefined
  /**
   * Whether a file is flushed to the disk before it gets its name, so that it survives a power cut; its name is flushed
   * where the file system can do that. Default: `false`.
   */
  readonly durable?: boolean | undefined
  /**
   * Tries in a row without a byte of progress before a file is given up. Default: `usualAttempts`; but where the configuration
   * of the store says how often a request is to be made, that counts for those that are not answered.
   */
  readonly attempts?: number | undefined
  /** What `attempts` is where neither the caller nor the store says anything else. Default: 8. */
  readonly usualAttempts?: number | undefined
  /** Milliseconds: the longest pause before the second try; it doubles with each. Default: 200. */
  readonly retryBaseMs?: number | undefined
  /** Is told of each try of a file's bytes that follows a failure, before its pause. It must not throw. Default: nobody is. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined
  /** What downloads of one program share. Default: a budget of this download's own. */
  readonly budget?: TransferBudget | undefined
  /**
   * Aborts the download, which then rejects with `signal.reason` itself. Nothing is left but what `resume` says.
   */
  readonly signal?: AbortSignal | undefined
}
