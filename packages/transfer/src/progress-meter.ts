import type { FileInfo } from '@mlflow-artifacts/repository'
import type { Amount, DownloadProgress, Finished, FinishedFile } from './download-progress.ts'

const INTERVAL_MS = 100
/** A rate counts half after so long. */
const HALF_LIFE_MS = 2_000

/**
 * Counts files and bytes, and tells the caller. One serves several downloads that are one to the caller: it is theirs to say
 * that more is to be listed before the first of them has ended, and when the last one has.
 */
export class ProgressMeter {
  readonly #report: ((progress: DownloadProgress) => void) | undefined
  readonly #signal: AbortSignal | undefined
  #files = { done: 0, found: 0 }
  #bytesDone = 0
  #bytesFound: number | undefined = 0
  #toList = 0
  #finished: FinishedFile[] = []
  #current: FileMeter | undefined
  #hasToldAll = false
  #reportedAt = performance.now()
  #reportedBytes = 0
  #bytesPerSecond = 0

  /** @param signal - whoever aborted is told nothing more */
  constructor(report: ((progress: DownloadProgress) => void) | undefined, signal?: AbortSignal) {
    this.#report = report
    this.#signal = signal
  }

  get #isListed(): boolean {
    return this.#toList === 0
  }

  /** More is going to be listed, which {@link listed} ends: until then nobody knows how much there is in all. */
  toList(): void {
    this.#toList += 1
  }

  /** A file was found; a file without a size makes the total unknown. */
  found({ fileSize }: FileInfo): void {
    this.#files.found += 1
    this.#bytesFound =
      fileSize === undefined || this.#bytesFound === undefined ? undefined : this.#bytesFound + fileSize
  }

  /** Every file of one listing has been found. */
  listed(): void {
    this.#toList -= 1
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

  /** Tells what has not been told yet: at least once that all is done, also where there was nothing to do. */
  end(): void {
    if (this.#finished.length > 0 || !this.#hasToldAll) this.#tell(performance.now())
  }

  #tellInTime(): void {
    const now = performance.now()
    if (this.#report !== undefined && now - this.#reportedAt >= INTERVAL_MS) this.#tell(now)
  }

  #tell(now: number): void {
    if (this.#report === undefined || this.#signal?.aborted === true) return
    this.#measure(now)
    this.#hasToldAll = this.#isListed && this.#files.done === this.#files.found
    const file = this.#current && this.#stateOf(this.#current)
    const bytes = this.#amount(this.#bytesDone, this.#bytesFound)
    const left = bytes.expected === undefined ? undefined : bytes.expected - bytes.done
    const finished = this.#finished
    this.#finished = []
    this.#report({
      files: { done: this.#files.done, expected: this.#isListed ? this.#files.found : undefined },
      bytes,
      bytesPerSecond: Math.round(this.#bytesPerSecond),
      remainingMs:
        left === undefined || this.#bytesPerSecond === 0
          ? undefined
          : Math.round((left / this.#bytesPerSecond) * 1_000),
      file,
      finished,
    })
  }

  #stateOf({ bytes: done, info: { path, fileSize } }: FileMeter): DownloadProgress['file'] {
    const last = this.#finished.findLast((file) => file.path === path)
    return { path, bytes: { done, expected: fileSize }, verified: last?.verified }
  }

  /** Bytes are not all done before the last file is: it may yet have to be begun anew. */
  #amount(done: number, found: number | undefined): Amount {
    if (!this.#isListed || found === undefined) return { done, expected: undefined }
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
