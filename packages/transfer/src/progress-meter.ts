import type { FileInfo } from '@mlflow-artifacts/repository'
import type { Amount, DownloadProgress, Finished, FinishedFile } from './download-progress.ts'

const INTERVAL_MS = 100
/** A rate counts half after so long. */
const HALF_LIFE_MS = 2_000

/** Counts files and bytes of one download, and tells the caller. */
export class ProgressMeter {
  readonly #report: ((progress: DownloadProgress) => void) | undefined
  #files = { done: 0, found: 0 }
  #bytesDone = 0
  #bytesFound: number | undefined = 0
  #listed = false
  #finished: FinishedFile[] = []
  #current: FileMeter | undefined
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

  /** Counts the bytes of one file. */
  file(info: FileInfo): FileMeter {
    return new FileMeter(info, this)
  }

  /** {@link FileMeter.wrote} of a file. */
  wrote(file: FileMeter, bytes: number): void {
    this.#bytesDone += bytes
    this.#current = file
    this.#tellInTime()
  }

  /** {@link FileMeter.finished} of a file, which had fewer bytes before. */
  finished(file: FileMeter, finished: Finished, bytes: number): void {
    this.#files.done += 1
    this.#bytesDone += bytes
    this.#current = file
    if (this.#report !== undefined) this.#finished.push({ path: file.info.path, ...finished })
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
    const {
      bytes: done,
      info: { path, fileSize },
    } = this.#current
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
        bytes: { done, expected: fileSize },
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

/** Counts the bytes of one file of a download. */
export class FileMeter {
  readonly info: FileInfo
  readonly #all: ProgressMeter
  #bytes = 0

  constructor(info: FileInfo, all: ProgressMeter) {
    this.info = info
    this.#all = all
  }

  /** What is on the disk. */
  get bytes(): number {
    return this.#bytes
  }

  /** Bytes are on the disk; fewer than before where the file is begun anew. */
  wrote(bytes: number): void {
    this.#bytes += bytes
    this.#all.wrote(this, bytes)
  }

  /** The file stands under its final name. What was kept was not written, but is no longer missing. */
  finished(finished: Finished): void {
    const missing = finished.bytes - this.#bytes
    this.#bytes = finished.bytes
    this.#all.finished(this, finished, missing)
  }
}
