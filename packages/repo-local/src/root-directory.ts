import { realpath, statfs } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { isServedByKernel, UnsafePathError } from '@mlflow-artifacts/repository'
import { posixNormpath } from '@mlflow-artifacts/repository/python'

/** Files are read directory by directory. */
const MOST_REMEMBERED = 64

/** A place below the root: its normalised artifact path (`''` is the root) and where it is on this machine. */
export interface Place {
  readonly path: string
  readonly absolutePath: string
}

/** The directory that a repository serves, and the rule that nothing outside it is reached. */
export class RootDirectory {
  readonly absolutePath: string
  #realPath: Promise<string> | undefined
  readonly #served = new Map<string, Promise<boolean>>()

  constructor(absolutePath: string) {
    this.absolutePath = absolutePath
  }

  /**
   * Where an artifact path is, whether or not something stands there.
   *
   * @throws UnsafePathError where the path leads outside the root, also through a symbolic link
   */
  async locate(path: string): Promise<Place> {
    const normalized = posixNormpath(path)
    const absolutePath = isAbsolute(normalized) ? normalized : join(this.absolutePath, normalized)
    // A NUL byte is in no file name; Node's file functions would throw a TypeError for it.
    const inside = !path.includes('\0') && isWithin(await this.#real(), await resolveLinks(absolutePath))
    if (!inside) {
      throw new UnsafePathError('Invalid path: resolved path is outside the artifact directory', {
        path,
        uri: this.absolutePath,
      })
    }
    return { path: normalized === '.' ? '' : normalized, absolutePath }
  }

  /** Whether the kernel itself serves the files of a directory; others may be mounted below the root. */
  async isServedByKernel(directory: string): Promise<boolean> {
    const known = this.#served.get(directory)
    if (known !== undefined) return await known
    const [oldest] = this.#served.keys()
    if (oldest !== undefined && this.#served.size >= MOST_REMEMBERED) this.#served.delete(oldest)
    const asked = isServedByKernel(statfs(directory))
    this.#served.set(directory, asked)
    return await asked
  }

  async #real(): Promise<string> {
    this.#realPath ??= resolveLinks(this.absolutePath)
    return await this.#realPath
  }
}

function isWithin(directory: string, target: string): boolean {
  const path = relative(directory, target)
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path))
}

/** The path without symbolic links; what does not exist (yet) is kept as it is named. */
async function resolveLinks(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    const parent = dirname(path)
    if (parent === path) throw error
    return join(await resolveLinks(parent), basename(path))
  }
}
