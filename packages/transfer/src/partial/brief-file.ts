import { close, closeSync, fchmod, fdatasync, futimes, open, openSync, writev, writevSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { QuickCalls } from '@mlflow-artifacts/repository'

const openLater = promisify(open)
const closeLater = promisify(close)
const chmodLater = promisify(fchmod)
const utimesLater = promisify(futimes)
const datasyncLater = promisify(fdatasync)

/** To copy less takes the kernel less than to wake a thread. */
const QUICK_BYTES = 64 * 1024

/** A file that is open for writing. */
export interface WritableFile extends Pick<FileHandle, 'fd' | 'chmod' | 'datasync' | 'close'> {
  /** At a position in bytes. */
  writev(buffers: readonly Uint8Array[], position: number): Promise<{ readonly bytesWritten: number }>
  /** Times in seconds since 1970. */
  utimes(atime: number, mtime: number): Promise<void>
}

/**
 * A file that will soon be closed: a `FileHandle` takes longer to open and to close than what a small file holds takes to be
 * written. As there, calls that are under way end before it is closed, which it is once: a descriptor that was closed may be
 * another file's.
 */
export class BriefFile implements WritableFile {
  readonly fd: number
  readonly #calls: QuickCalls
  #isClosed = false
  /** The last of the calls that are under way, each of which begins when those before it have ended; never fails. */
  #underWay: Promise<void> | undefined

  private constructor(fd: number, calls: QuickCalls) {
    this.fd = fd
    this.#calls = calls
  }

  static async open(path: string, flags: number, mode: number, calls: QuickCalls): Promise<BriefFile> {
    const fd = await calls.make(
      () => openSync(path, flags, mode),
      () => openLater(path, flags, mode),
    )
    return new BriefFile(fd, calls)
  }

  async writev(buffers: readonly Uint8Array[], position: number): Promise<{ readonly bytesWritten: number }> {
    const bytes = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0)
    const later = (): Promise<number> => writeLater(this.fd, buffers, position)
    const bytesWritten = await this.#make(() =>
      bytes > QUICK_BYTES ? later() : this.#calls.make(() => writevSync(this.fd, buffers, position), later),
    )
    return { bytesWritten }
  }

  async chmod(mode: number): Promise<void> {
    await this.#make(() => chmodLater(this.fd, mode))
  }

  async utimes(atime: number, mtime: number): Promise<void> {
    await this.#make(() => utimesLater(this.fd, atime, mtime))
  }

  async datasync(): Promise<void> {
    await this.#make(() => datasyncLater(this.fd))
  }

  async close(): Promise<void> {
    if (this.#isClosed) {
      await this.#underWay
      return
    }
    this.#isClosed = true
    await this.#run(() =>
      this.#calls.make(
        () => closeSync(this.fd),
        () => closeLater(this.fd),
      ),
    )
  }

  #make<Result>(call: () => Result | Promise<Result>): Result | Promise<Result> {
    if (this.#isClosed) throw new Error('The file is closed')
    return this.#run(call)
  }

  #run<Result>(call: () => Result | Promise<Result>): Result | Promise<Result> {
    const made = this.#underWay === undefined ? call() : this.#underWay.then(call)
    if (!(made instanceof Promise)) return made
    const end = (): void => {
      if (this.#underWay === ended) this.#underWay = undefined
    }
    const ended = made.then(end, end)
    this.#underWay = ended
    return made
  }
}

function writeLater(fd: number, buffers: readonly Uint8Array[], position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    writev(fd, buffers, position, (error, bytesWritten) => {
      if (error === null) resolve(bytesWritten)
      else reject(error)
    })
  })
}
