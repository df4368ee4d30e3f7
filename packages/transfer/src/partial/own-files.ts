import { type BigIntStats, constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'

/** A pipe that somebody planted is not waited for, and a link not followed. */
export const SAFELY: number = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** A file that is open, and what it is. */
export interface OpenFile {
  readonly handle: FileHandle
  readonly stats: BigIntStats
}

/**
 * The files in a directory that other processes of this library left. Anything else under their names, a link, a pipe, a
 * device, a file of another user or one that has a second name, may have been planted: it is neither opened nor believed.
 */
export class OwnFiles {
  /** This user; and who owns the directory, and with it every name in it. Some file systems have one owner for all. */
  readonly #users: readonly (bigint | undefined)[]

  private constructor(users: readonly (bigint | undefined)[]) {
    this.#users = users
  }

  static async in(directory: string): Promise<OwnFiles> {
    const user = process.geteuid?.()
    const { uid } = await stat(directory, { bigint: true })
    return new OwnFiles([user === undefined ? undefined : BigInt(user), uid])
  }

  /** Whether it is such a file. */
  has(stats: BigIntStats): boolean {
    return stats.isFile() && stats.nlink === 1n && this.#users.includes(stats.uid)
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
}
