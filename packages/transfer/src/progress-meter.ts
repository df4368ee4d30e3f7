import type { FileInfo } from '@mlflow-artifacts/repository'
import type { Amount, DownloadProgress, Finished, FinishedFile } from './download-progress.ts'

const INTERVAL_MS = 100
/** A rate counts half after so long. */
const HALF_LIFE_MS = 2_000

/** Counts files and bytes of one download, and tells the caller. */
export class ProgressMeter {
  readonly #report: ((progress: DownloadProgress) => void) | undefined
  readonly #written = new Map<string, number>()
  #files = { done: 0, found: 0 }
  #bytesDone = 0
  #bytesFound: number | undefined = 0
  #listed = false
  #finished: FinishedFile[] = []
  #current: FileInfo | undefined
  #reportedAt = performance.now()
  #reportedBytes = 0
  #bytesPerSecond = 0

  constructor(report: ((progress: DownloadProgress) => void) | undefined) {
    this.#report = report
  }

  /** A file was found; a file without a size makes the total unknown. */
  found({ fileSize }: FileInfo): void {
    this.#files.found += 1
    this.#bytesFound =
      fileSize === undefined || this.#bytesFound === undefined ? undefined : this.#bytesFound + fileSize
  }

  /** Every file has been found. */
  listed(): void {
    this.#listed = true
  }

  /** Bytes of a file are on the disk; fewer than before where it is begun anew. */
  wrote(file: FileInfo, bytes: number): void {
    this.#bytesDone += bytes
    this.#written.set(file.path, (this.#written.get(file.path) ?? 0) + bytes)
    this.#current = file
    this.#tellInTime()
  }

  /** A file stands under its final name. */
  finished(file: FileInfo, finished: Finished): void {
    this.#files.done += 1
    // What was kept was not written, but is no longer missing.
    this.#bytesDone += finished.bytes - (this.#written.get(file.path) ?? 0)
    this.#written.delete(file.path)
    this.#finished.push({ path: file.path, ...finished })
    this.#current = file
    this.#tellInTime()
  }

  /** Tells what has not been told yet. */
  end(): void {
    if (this.#finished.length > 0) this.#tell(performance.now())
  }

  #tellInTime(): void {
    const now = performance.now()
    if (this.#report !== undefined && now - this.#reportedAt >= INTERVAL_MS) this.#tell(now)
  }

  #tell(now: number): void {
    if (this.#report === undefined || this.#current === undefined) return
    this.#measure(now)
    const { path, fileSize } = this.#current
    const last = this.#finished.findLast((file) => file.path === path)
    const bytes = this.#amount(this.#bytesDone, this.#bytesFound)
    const left = bytes.expected === undefined ? undefined : bytes.expected - bytes.done
    const finished = this.#finished
    this.#finished = []
    this.#report({
      files: { done: this.#files.done, expected: this.#listed ? this.#files.found : undefined },
      bytes,
      bytesPerSecond: Math.round(this.#bytesPerSecond),
      remainingMs:
        left === undefined || this.#bytesPerSecond === 0
          ? undefined
          : Math.round((left / this.#bytesPerSecond) * 1_000),
      file: {
        path,
        bytes: { done: last?.bytes ?? this.#written.get(path) ?? 0, expected: fileSize },
        verified: last?.verified,
      },
      finished,
    })
  }

  /** Bytes are not all done before the last file is: it may yet have to be begun anew. */
  #amount(done: number, found: number | undefined): Amount {
    if (!this.#listed || found === undefined) return { done, expected: undefined }
    const isDone = this.#files.done === this.#files.found
    return { done: isDone ? done : Math.min(done, Math.max(0, found - 1)), expected: found }
  }

  #measure(now: number): void {
    const elapsed = Math.max(1, now - this.#reportedAt)
    const rate = Math.max(0, ((this.#bytesDone - this.#reportedBytes) / elapsed) * 1_000)
    const weight = this.#bytesPerSecond === 0 ? 1 : 1 - 0.5 ** (elapsed / HALF_LIFE_MS)
    this.#bytesPerSecond += (rate - this.#bytesPerSecond) * weight
    this.#reportedAt = now
    this.#reportedBytes = this.#bytesDone
  }
}
