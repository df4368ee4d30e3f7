import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isRunning, parseOwner, thisOwner } from './owner.ts'
import { ownerTag } from './owner-tag.ts'
import { partialName } from './partial-name.ts'

/** Says whose a partial file is, so that no two processes write it. */
export class Lock {
  readonly #path: string

  private constructor(path: string) {
    this.#path = path
  }

  /**
   * Takes a lock, also from a process that is no more; `undefined` where a running one has it, and where the file system
   * has no hard links to take it by.
   */
  static async take(path: string): Promise<Lock | undefined> {
    const own = besides(path)
    // Linked, not written, so that no lock is ever without its owner.
    await writeFile(own, JSON.stringify(thisOwner()), { flag: 'wx', mode: 0o600 })
    try {
      if (await linked(own, path)) return new Lock(path)
      return (await removedStale(path, besides(path))) && (await linked(own, path))
        ? new Lock(path)
        : undefined
    } finally {
      await rm(own, { force: true })
    }
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true })
  }
}

/** A name that the next process knows to be abandoned, where this one is killed. */
function besides(path: string): string {
  return join(dirname(path), partialName(basename(path), ownerTag()))
}

async function linked(own: string, path: string): Promise<boolean> {
  return await link(own, path).then(
    () => true,
    () => false,
  )
}

/** Removes the lock of a process that is no more. Moved away first: another process may have taken it over meanwhile. */
async function removedStale(path: string, aside: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return true
  const owner = parseOwner(text)
  if (owner !== undefined && isRunning(owner)) return false
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  )
  if (!moved) return true
  const isSame = (await readFile(aside, 'utf8').catch(() => undefined)) === text
  if (!isSame) await linked(aside, path)
  await rm(aside, { force: true })
  return isSame
}
