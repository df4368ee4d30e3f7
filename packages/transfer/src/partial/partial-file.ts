import { type BigIntStats, constants, fstatSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { QuickCalls } from '@mlflow-artifacts/repository'
import type { PreparedFile } from '../destination.ts'
import { isRefusal } from '../is-refusal.ts'
import { BriefFile, type WritableFile } from './brief-file.ts'
import type { OwnFiles } from './own-files.ts'
import { PartialLost } from './partial-lost.ts'
import { renameOver } from './rename-over.ts'
import { isSameFile, lstatIfThere } from './same-file.ts'
import { openWitness } from './witness.ts'

// A name that is taken, also by a dangling symbolic link, is an error rather than something to write through.
const CREATE_FLAGS = constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

const OWNER_ONLY = 0o600
/** Less what the process's umask takes from it. */
const FINAL = 0o666

/** How a partial file gets its final name, in the same directory. */
export interface Commit extends Pick<PreparedFile, 'target' | 'confirmDirectory'> {
  /** Whether file and name are flushed to the disk. */
  readonly durable: boolean
  /** When it was last changed, in milliseconds since 1970. Default: now. */
  readonly modifiedAt?: number | undefined
}

/** The calls that look at files, and those that make, write, close and rename them. */
interface FileCalls {
  readonly looks: QuickCalls
  readonly changes: QuickCalls
}

/** Whether they are made at once, which takes a file system that the kernel itself serves. */
export type Quick = Readonly<Record<keyof FileCalls, boolean>>

const BY_THREADS: FileCalls = { looks: new QuickCalls(false), changes: new QuickCalls(false) }

/**
 * A file that is not whole yet, under a hidden name beside its final one. This process made it, or took it over from one
 * that is no more, so that nobody else writes to it.
 */
export class PartialFile<Handle extends WritableFile = FileHandle> {
  readonly path: string
  readonly handle: Handle
  readonly #mode: number
  /** What was opened: the name may be another file's when it counts. */
  readonly #stats: BigIntStats
  readonly #calls: FileCalls

  private constructor(path: string, handle: Handle, mode: number, calls: FileCalls) {
    this.path = path
    this.handle = handle
    this.#mode = mode
    this.#calls = calls
    // Of a file that was just opened, the kernel waits for no disk to say it; a trip to a thread costs more.
    this.#stats = fstatSync(handle.fd, { bigint: true })
  }

  static async #of<Handle extends WritableFile>(
    path: string,
    handle: Handle,
    mode: number,
    calls = BY_THREADS,
  ): Promise<PartialFile<Handle>> {
    try {
      return new PartialFile(path, handle, mode, calls)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** A new file that may stay unfinished: only its owner can read it. */
  static async create(path: string): Promise<PartialFile> {
    const handle = await open(path, CREATE_FLAGS | constants.O_RDWR, OWNER_ONLY)
    return await PartialFile.#of(path, handle, OWNER_ONLY)
  }

  /**
   * A new file that is written from its first byte to its last, and gets its final name at once, or goes: to change its mode
   * later costs as much as to open it. What is mounted of an object store takes no other.
   *
   * @param quick - which calls are made at once
   */
  static async createBrief(path: string, { looks, changes }: Quick): Promise<PartialFile<BriefFile>> {
    const calls = { looks: new QuickCalls(looks), changes: new QuickCalls(changes) }
    const file = await BriefFile.open(path, CREATE_FLAGS | constants.O_WRONLY, FINAL, calls.changes)
    return await PartialFile.#of(path, file, FINAL, calls)
  }

  /**
   * Takes over the file of a process that does not write to it any more, by giving it a name of this process's own: of
   * several that try, one succeeds.
   *
   * @returns `undefined` where it is gone, or may be planted
   */
  static async adopt(from: string, path: string, files: OwnFiles): Promise<PartialFile | undefined> {
    const left = await files.open(from, 'write')
    if (left === undefined) return undefined
    try {
      await rename(from, path)
      if (isSameFile(left.stats, await lstatIfThere(path)))
        return await PartialFile.#of(path, left.handle, OWNER_ONLY)
    } catch {
      // Another process was first.
    }
    await left.handle.close()
    return undefined
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

  /**
   * Gives the file its final name, under which it stands at once and whole; nothing is written to it any more.
   *
   * @throws PartialLost where another file has its hidden name by now, or none, or got the final one
   */
  async commit({ target, durable, confirmDirectory, modifiedAt }: Commit): Promise<void> {
    if (this.#mode !== FINAL) {
      // Where modes are what a mount says, or nobody may change them, the file keeps the one that it has.
      await this.handle.chmod(FINAL & ~process.umask()).catch(unlessRefused)
    }
    if (modifiedAt !== undefined) {
      const seconds = modifiedAt / 1000
      // Some file systems keep no times.
      await this.handle.utimes(seconds, seconds).catch(() => undefined)
    }
    if (durable) await this.handle.datasync()
    await confirmDirectory(this.#calls.looks)
    const isPlaced = await this.#release(async (stats) => {
      await renameOver(this.path, target, this.#calls.changes).catch((error: NodeJS.ErrnoException) => {
        // Somebody removed it after the look.
        throw error.code === 'ENOENT' ? new PartialLost(this.path) : error
      })
      // Or replaced it: then that has the name now.
      const placed = await lstatIfThere(target, this.#calls.looks)
      if (isSameFile(stats, placed) || isResultOfAnother(stats, placed)) return true
      // A file that gets the name later replaces all but a directory.
      if (placed?.isDirectory()) await rename(target, this.path).catch(() => undefined)
      throw new PartialLost(target)
    })
    if (isPlaced === undefined) throw new PartialLost(this.path)
    if (durable) await syncDirectory(dirname(target))
  }

  /** Closes the file and leaves it, under a name that says that nobody has it, if it can get that. */
  async leave(path: string): Promise<void> {
    await this.#release(() => rename(this.path, path).catch(() => undefined))
  }

  /** Closes the file and removes it, if that can be done. */
  async discard(): Promise<void> {
    await this.#release(() => rm(this.path, { force: true }).catch(() => undefined))
  }

  /**
   * Closes the file, and does something to what has its name.
   *
   * @param use - is called only where that still is this file, of which nothing is still being written
   * @returns `undefined` where it is another file, or none
   */
  async #release<Result>(use: (stats: BigIntStats) => Promise<Result>): Promise<Result | undefined> {
    const witness = await openWitness(this.path, this.#calls.looks)
    try {
      const { stats } = witness
      const isOwn = stats !== undefined && isSameFile(this.#stats, stats)
      // File servers say only now that they could not write.
      await this.handle.close()
      return isOwn ? await use(stats) : undefined
    } finally {
      await witness.close()
    }
  }
}

/** Whether this may be what another download of the same artifact has put there since. */
function isResultOfAnother({ size, uid }: BigIntStats, other: BigIntStats | undefined): boolean {
  return other?.isFile() === true && other.size === size && other.uid === uid && other.nlink === 1n
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

// Many file systems take a flush of files only, and one that may not be listed cannot be opened: names are flushed if so.
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path).catch(() => undefined)
  try {
    await directory?.sync().catch(unlessRefused)
  } finally {
    await directory?.close()
  }
}

function unlessRefused(error: unknown): void {
  if (!isRefusal(error)) throw error
}
