import type { Platform } from '../python/pure-path.ts'

/** What the meaning of a local path depends on besides its text. */
export interface Machine {
  readonly platform: Platform
  /** The working directory: absolute, without symbolic links. */
  readonly cwd: string
}

/** What the path rules ask about the disk. Paths are absolute, but may hold `..`, which is up to the disk. */
export interface FileSystemView extends Machine {
  /** The target of a symbolic link, as it is stored; `undefined` for anything else, also for what is missing. */
  readLink(path: string): Promise<string | undefined>
  /** Whether a path, with its links followed, leads to something. */
  exists(path: string): Promise<boolean>
}
