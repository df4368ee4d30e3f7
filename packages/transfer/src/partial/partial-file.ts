import { constants } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

// A name that is taken, also by a dangling symbolic link, is an error rather than something to write through.
const CREATE_FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
const REOPEN_FLAGS = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0)

const OWNER_ONLY = 0o600
/** Less what the process's umask takes from it. */
const FINAL = 0o666

/** A file that is not whole yet, under a hidden name beside its final one. */
export class PartialFile {
  readonly path: string
  readonly handle: FileHandle
  readonly #mode: number

  private constructor(path: string, handle: FileHandle, mode: number) {
    this.path = path
    this.handle = handle
    this.#mode = mode
  }

  /** A new file that may stay unfinished: only its owner can read it. */
  static async create(path: string): Promise<PartialFile> {
    return new PartialFile(path, await open(path, CREATE_FLAGS, OWNER_ONLY), OWNER_ONLY)
  }

  /** A new file that gets its final name at once, or goes: to change its mode later costs as much as to open it. */
  static async createBrief(path: string): Promise<PartialFile> {
    return new PartialFile(path, await open(path, CREATE_FLAGS, FINAL), FINAL)
  }

  /** A file that an earlier run left. */
  static async reopen(path: string): Promise<PartialFile> {
    return new PartialFile(path, await open(path, REOPEN_FLAGS), OWNER_ONLY)
  }

  /** Writes buffers one behind the other. */
  async write(buffers: readonly Uint8Array[], position: number): Promise<void> {
    let rest: readonly Uint8Array[] = buffers
    let offset = position
    while (rest.length > 0) {
      const { bytesWritten } = await this.handle.writev(rest, offset)
      offset += bytesWritten
      rest = without(rest, bytesWritten)
    }
  }

  /** Gives the file its final name, under which it stands at once and whole. */
  async commit(target: string, durable: boolean): Promise<void> {
    if (this.#mode !== FINAL) await this.handle.chmod(FINAL & ~process.umask())
    if (durable) await this.handle.datasync()
    await this.handle.close()
    await rename(this.path, target)
    if (durable) await syncDirectory(dirname(target))
  }

  /** Closes the file and leaves it, for a later run to go on with. */
  async keep(): Promise<void> {
    await this.handle.close()
  }

  /** Closes the file and removes it. */
  async discard(): Promise<void> {
    await this.handle.close()
    await rm(this.path, { force: true })
  }
}

/** What is left of buffers when their first bytes have been written. */
function without(buffers: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let left = bytes
  for (const [index, buffer] of buffers.entries()) {
    if (left < buffer.byteLength) return [buffer.subarray(left), ...buffers.slice(index + 1)]
    left -= buffer.byteLength
  }
  return []
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path)
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
