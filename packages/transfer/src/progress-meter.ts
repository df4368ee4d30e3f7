import type { FileInfo } from '@mlflow-artifacts/repository'
import type { DownloadProgress, Verification } from './download-progress.ts'

/** Between two events that only say that bytes came in. */
const INTERVAL_MS = 100

/** Counts files and bytes of one download, and tells the caller. */
export class ProgressMeter {
  readonly #report: ((progress: DownloadProgress) => void) | undefined
  #filesDone = 0
  #filesFound = 0
  #bytesDone = 0
  #bytesFound: number | undefined = 0
  #listed = false
  #lastReport = 0

  constructor(report: ((progress: DownloadProgress) => void) | undefined) {
    this.#report = report
  }

  /** A file was found; a file without a size makes the total unknown. */
  found({ fileSize }: FileInfo): void {
    this.#filesFound += 1
    this.#bytesFound =
      fileSize === undefined || this.#bytesFound === undefined ? undefined : this.#bytesFound + fileSize
  }

  /** Every file has been found. */
  listed(): void {
    this.#listed = true
  }

  /** Bytes of a file were written. */
  wrote(file: FileInfo, bytes: number, bytesOfFile: number): void {
    this.#bytesDone += bytes
    const now = performance.now()
    if (now - this.#lastReport < INTERVAL_MS) return
    this.#lastReport = now
    this.#tell(file, bytesOfFile, undefined)
  }

  /** A file stands under its final name. */
  finished(file: FileInfo, bytesOfFile: number, verified: Verification): void {
    this.#filesDone += 1
    this.#tell(file, bytesOfFile, verified)
  }

  #tell({ path, fileSize }: FileInfo, bytesOfFile: number, verified: Verification | undefined): void {
    this.#report?.({
      files: { done: this.#filesDone, expected: this.#listed ? this.#filesFound : undefined },
      bytes: { done: this.#bytesDone, expected: this.#listed ? this.#bytesFound : undefined },
      file: { path, bytes: { done: bytesOfFile, expected: fileSize }, verified },
    })
  }
}
