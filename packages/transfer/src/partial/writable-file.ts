import { close, closeSync, fchmod, fdatasync, futimes, open, openSync, writev } from 'node:fs'
import { promisify } from 'node:util'
import type { QuickCalls } from '@mlflow-artifacts/repository'

const openLater = promisify(open)
const closeLater = promisify(close)
const chmodLater = promisify(fchmod)
const utimesLater = promisify(futimes)
const datasyncLater = promisify(fdatasync)

/** A file that is open for writing: a `FileHandle`, or less. */
export interface WritableFile {
  readonly fd: number
  /** At a position in bytes. */
  writev(buffers: readonly Uint8Array[], position: number): Promise<{ readonly bytesWritten: number }>
  chmod(mode: number): Promise<void>
  /** Times in seconds since 1970. */
  utimes(atime: number, mtime: number): Promise<void>
  datasync(): Promise<void>
  close(): Promise<void>
}

/** Opens a file that will soon be closed. A `FileHandle` takes longer for both than to write what is in a small file. */
export async function openBriefly(
  path: string,
  flags: number,
  mode: number,
  calls: QuickCalls,
): Promise<WritableFile> {
  const fd = await calls.make(
    () => openSync(path, flags, mode),
    () => openLater(path, flags, mode),
  )
  return {
    fd,
    writev: async (buffers, position) => ({ bytesWritten: await writeBuffers(fd, buffers, position) }),
    chmod: (bits) => chmodLater(fd, bits),
    utimes: (atime, mtime) => utimesLater(fd, atime, mtime),
    datasync: () => datasyncLater(fd),
    close: () =>
      calls.make(
        () => closeSync(fd),
        () => closeLater(fd),
      ),
  }
}

function writeBuffers(fd: number, buffers: readonly Uint8Array[], position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    writev(fd, buffers, position, (error, bytesWritten) => {
      if (error === null) resolve(bytesWritten)
      else reject(error)
    })
  })
}
