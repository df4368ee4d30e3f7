import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { partialName } from './partial-name.ts'
import { lstatIfThere } from './same-file.ts'

const NO_FOLLOW: number = constants.O_NOFOLLOW ?? 0
/** A pipe that somebody planted is not waited for, and a link not followed. */
const SAFELY: number = NO_FOLLOW | (constants.O_NONBLOCK ?? 0)

/** A file that is open, and what it is. */
export interface OpenFile {
  readonly handle: FileHandle
  readonly stats: BigIntStats
}

/**
 * The files of this user in a directory: those that other processes of this library left. Anything else under their names,
 * a link, a pipe, a device, a file of another user or one that has a second name, may have been planted: it is neither
 * opened nor believed.
 */
export class OwnFiles {
  /** `undefined`: nobody can make files here. */
  readonly #user: bigint | undefined

  private constructor(user: bigint | undefined) {
    this.#user = user
  }

  /** Who owns what this process makes is found out by making it: some file systems have an owner of their own for all. */
  static async in(directory: string): Promise<OwnFiles> {
    const path = join(directory, partialName(''))
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW
    const handle = await open(path, flags, 0o600).catch(() => undefined)
    if (handle === undefined) return new OwnFiles(undefined)
    try {
      return new OwnFiles((await handle.stat({ bigint: true })).uid)
    } finally {
      await handle.close()
      await rm(path, { force: true })
    }
  }

  /** Whether it is such a file. */
  has(stats: BigIntStats): boolean {
    return stats.isFile() && stats.nlink === 1n && stats.uid === this.#user
  }

  /** Opens such a file; `undefined` where it is none. */
  async open(path: string, access: 'read' | 'write' = 'read'): Promise<OpenFile | undefined> {
    const flags = (access === 'read' ? constants.O_RDONLY : constants.O_RDWR) | SAFELY
    const handle = await open(path, flags).catch(() => undefined)
    const stats = await handle?.stat({ bigint: true }).catch(() => undefined)
    if (handle !== undefined && stats !== undefined && this.has(stats)) return { handle, stats }
    await handle?.close()
    return undefined
  }

  /** Removes such a file. */
  async remove(path: string): Promise<void> {
    const stats = await lstatIfThere(path)
    if (stats !== undefined && this.has(stats)) await rm(path, { force: true })
  }
}
