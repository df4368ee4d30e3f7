import { lstat, mkdir, realpath, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { MlflowError, UnsafePathError } from '@mlflow-artifacts/repository'
import { posixDirname, posixNormpath } from '@mlflow-artifacts/repository/python'
import { diskError } from './disk-error.ts'
import { localName } from './local-name.ts'
import { removeAbandoned } from './partial/remove-abandoned.ts'

/** The directory that a download goes into, and the rule that nothing is written outside it. */
export class Destination {
  readonly path: string
  readonly #realPath: string
  readonly #directories = new Map<string, Promise<void>>()

  private constructor(path: string, realPath: string) {
    this.path = path
    this.#realPath = realPath
  }

  /**
   * @throws MlflowError `RESOURCE_DOES_NOT_EXIST` where nothing stands there, `INVALID_PARAMETER_VALUE` where a file does
   */
  static async open(dstPath: string): Promise<Destination> {
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
    await removeAbandoned(path)
    return new Destination(path, await realpath(path))
  }

  /** Where a path relative to the destination is; `''` is the destination itself. Python's returned path. */
  locate(path: string): string {
    return path === '' ? this.path : join(this.path, posixNormpath(localName(path)))
  }

  /**
   * The absolute path of a file to write, with its directories made.
   *
   * @throws UnsafePathError where it would lie outside the destination, also through a symbolic link
   */
  async prepareFile(path: string): Promise<string> {
    await this.makeDirectory(posixDirname(path))
    const target = this.locate(path)
    const leaf = await lstat(target).catch(() => undefined)
    if (leaf?.isSymbolicLink()) await this.#assertInside(target, path)
    return target
  }

  /** Makes a directory below the destination. */
  async makeDirectory(path: string): Promise<void> {
    let made = this.#directories.get(path)
    if (made === undefined) {
      made = this.#make(path)
      this.#directories.set(path, made)
    }
    await made
  }

  // Component by component: a recursive mkdir would already follow a symbolic link out before it could be refused.
  async #make(path: string): Promise<void> {
    if (/^\/*$/.test(path)) return
    if (path === '..' || path.startsWith('../')) throw outside(path, this.path)
    await this.makeDirectory(posixDirname(path))
    const directory = this.locate(path)
    try {
      await mkdir(directory)
    } catch (error) {
      if (
        !(await stat(directory)
          .then((stats) => stats.isDirectory())
          .catch(() => false))
      )
        throw diskError(error, directory)
      await this.#assertInside(directory, path)
      await removeAbandoned(directory)
    }
  }

  async #assertInside(target: string, path: string): Promise<void> {
    const real = await realpath(target).catch(() => undefined)
    if (real !== undefined && (real === this.#realPath || real.startsWith(this.#realPath + sep))) return
    throw outside(path, this.path)
  }
}

function outside(path: string, destination: string): UnsafePathError {
  return new UnsafePathError('Invalid path: resolved path is outside the artifact directory', {
    path,
    uri: destination,
  })
}
