import { realpathSync } from 'node:fs'
import { lstat, mkdir, realpath, stat, statfs } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { isServedByKernel, MlflowError, type QuickCalls, UnsafePathError } from '@mlflow-artifacts/repository'
import { posixDirname, posixNormpath } from '@mlflow-artifacts/repository/python'
import { diskError } from './disk-error.ts'
import { localName } from './local-name.ts'
import { removeOrphans } from './partial/remove-orphans.ts'

/** A directory of a download. */
interface Directory {
  /** Without symbolic links, as it was when it was first looked at. */
  readonly realPath: string
  /** Made by this download, so that nothing of anybody else stands in it. */
  readonly isNew: boolean
  /** Of what is made in it, questions are answered at once. */
  readonly isServedByKernel: boolean
}

/** Where a file goes. */
export interface PreparedFile extends Pick<Directory, 'isServedByKernel'> {
  /** The absolute path of its final name. */
  readonly target: string
  /** Something has that name already. */
  readonly isTaken: boolean
  /**
   * Looks again whether the directory still is where it was, before the file gets its name.
   *
   * @throws UnsafePathError where it was moved or replaced meanwhile, such as by a symbolic link
   */
  confirmDirectory(calls: QuickCalls): Promise<void>
}

/** A file, and the real path that its directory had when it was begun. */
interface Confirmed extends Pick<Directory, 'realPath'>, Pick<PreparedFile, 'target'> {
  readonly path: string
}

/** The directory that a download goes into, and the rule that nothing is written outside it. */
export class Destination {
  readonly path: string
  readonly #root: Directory
  readonly #orphanAgeMs: number
  readonly #signal: AbortSignal | undefined
  readonly #directories = new Map<string, Promise<Directory>>()

  private constructor(path: string, root: Directory, orphanAgeMs: number, signal: AbortSignal | undefined) {
    this.path = path
    this.#root = root
    this.#orphanAgeMs = orphanAgeMs
    this.#signal = signal
  }

  /**
   * @param orphanAgeMs - partial files that nobody touched for so long are removed, in each directory that is written to
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` where nothing stands there, `INVALID_PARAMETER_VALUE` where a file does
   */
  static async open(dstPath: string, orphanAgeMs: number, signal?: AbortSignal): Promise<Destination> {
    const path = resolve(dstPath)
    const stats = await stat(path).catch(() => undefined)
    if (stats === undefined) {
      throw new MlflowError(
        `The destination path for downloaded artifacts does not exist! Destination path: ${path}`,
        { code: 'RESOURCE_DOES_NOT_EXIST', uri: path },
      )
    }
    if (!stats.isDirectory()) {
      throw new MlflowError(
        `The destination path for downloaded artifacts must be a directory! Destination path: ${path}`,
        { code: 'INVALID_PARAMETER_VALUE', uri: path },
      )
    }
    await removeOrphans(path, orphanAgeMs, signal)
    // A directory that was removed may still be reached through /proc, but has no path.
    const realPath = await realpath(path).catch((error: unknown) => Promise.reject(diskError(error, path)))
    const root = { realPath, isNew: false, isServedByKernel: await isServedByKernel(statfs(path)) }
    return new Destination(path, root, orphanAgeMs, signal)
  }

  /** Where a path relative to the destination is; `''` is the destination itself. Python's returned path. */
  locate(path: string): string {
    return path === '' ? this.path : join(this.path, posixNormpath(localName(path)))
  }

  /**
   * Makes the directories of a file.
   *
   * @throws UnsafePathError where it would lie outside the destination, also through a symbolic link
   */
  async prepareFile(path: string): Promise<PreparedFile> {
    const { realPath, isNew, ...directory } = await this.#directory(posixDirname(path))
    const target = this.locate(path)
    const leaf = isNew ? undefined : await lstat(target).catch(() => undefined)
    if (leaf?.isSymbolicLink()) await this.#realPathInside(target, path)
    return {
      ...directory,
      target,
      isTaken: leaf !== undefined,
      confirmDirectory: (calls) => this.#confirm(calls, { target, realPath, path }),
    }
  }

  /** Makes a directory below the destination. */
  async makeDirectory(path: string): Promise<void> {
    await this.#directory(path)
  }

  #directory(path: string): Promise<Directory> {
    const begun = this.#directories.get(path)
    if (begun !== undefined) return begun
    const made = this.#make(path)
    this.#directories.set(path, made)
    return made
  }

  // Component by component: a recursive mkdir would already follow a symbolic link out before it could be refused.
  async #make(path: string): Promise<Directory> {
    if (/^\/*$/.test(path)) return this.#root
    if (path === '..' || path.startsWith('../')) throw outside(path, this.path)
    const parent = await this.#directory(posixDirname(path))
    const directory = this.locate(path)
    try {
      await mkdir(directory)
      return { ...parent, realPath: join(parent.realPath, basename(directory)), isNew: true }
    } catch (error) {
      if (
        !(await stat(directory)
          .then((stats) => stats.isDirectory())
          .catch(() => false))
      )
        throw diskError(error, directory)
      const realPath = (await isPlain(directory))
        ? join(parent.realPath, basename(directory))
        : await this.#realPathInside(directory, path)
      await removeOrphans(directory, this.#orphanAgeMs, this.#signal)
      return { realPath, isNew: false, isServedByKernel: await isServedByKernel(statfs(directory)) }
    }
  }

  async #realPathInside(target: string, path: string): Promise<string> {
    const root = this.#root.realPath
    const real = await realpath(target).catch(() => undefined)
    if (real !== undefined && (real === root || real.startsWith(withSeparator(root)))) return real
    throw outside(path, this.path)
  }

  async #confirm(calls: QuickCalls, { target, realPath, path }: Confirmed): Promise<void> {
    const directory = dirname(target)
    let now: string
    try {
      now = await calls.make(
        () => realpathSync.native(directory),
        () => realpath(directory),
      )
    } catch (error) {
      throw diskError(error, directory)
    }
    if (now === realPath) return
    throw new UnsafePathError(
      `Invalid path: the directory '${directory}' was moved or replaced while '${path}' was downloaded`,
      { path, uri: this.path },
    )
  }
}

/** Whether the real path of a directory is that of its parent, and its name: elsewhere, that may be written otherwise. */
async function isPlain(directory: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const stats = await lstat(directory).catch(() => undefined)
  return stats?.isDirectory() === true
}

function withSeparator(path: string): string {
  return path.endsWith(sep) ? path : path + sep
}

function outside(path: string, destination: string): UnsafePathError {
  return new UnsafePathError('Invalid path: resolved path is outside the artifact directory', {
    path,
    uri: destination,
  })
}
