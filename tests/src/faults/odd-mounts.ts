import { join } from 'node:path'
import { CannotMount, type MountedFileSystem, mountOdd, type Quirk } from '../file-systems/mount.ts'

/** The odd file systems of a row's trials: one of each kind for all that ask for it. */
export class OddMounts {
  readonly #mounts = new Map<string, Promise<MountedFileSystem>>()
  #directories = 0

  /** A directory of one trial's own, still to be made; `undefined`, after a line that says why, where there is none. */
  async directory(quirks: readonly Quirk[]): Promise<string | undefined> {
    const key = quirks.join()
    let mount = this.#mounts.get(key)
    if (mount === undefined) {
      mount = mountOdd(...quirks)
      this.#mounts.set(key, mount)
      mount.catch((error: unknown) => console.warn(`Skipped on ${key}: ${error}`))
    }
    this.#directories += 1
    const name = String(this.#directories)
    try {
      return join((await mount).path, name)
    } catch (error) {
      if (error instanceof CannotMount) return undefined
      throw error
    }
  }

  async close(): Promise<void> {
    const mounts = await Promise.allSettled(this.#mounts.values())
    this.#mounts.clear()
    for (const mount of mounts) if (mount.status === 'fulfilled') await mount.value.unmount()
  }
}
