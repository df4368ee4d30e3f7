import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileInfo } from '@mlflow-artifacts/repository'
import { diskError } from './disk-error.ts'
import { probeName } from './partial/partial-name.ts'

/** A file or a directory, as it would stand below the directory of a probe. */
export type ProbedName = Pick<FileInfo, 'path' | 'isDir'>

/** Asks a file system which names are one to it, with empty files in a hidden directory beside those in question. */
export class NameProbe {
  readonly #scratch: string
  #made: Promise<unknown> | undefined
  #asked: Promise<unknown> = Promise.resolve()
  /** Each has a directory of its own, in which only names like it are asked for. */
  readonly #corners = new Map<string, string>()

  /** @param directory - where the names would stand */
  constructor(directory: string) {
    this.#scratch = join(directory, probeName())
  }

  /**
   * Whether a name is one with the first of those like it, or with one that was asked for after that. Two directories may
   * be one.
   *
   * @param first - the same each time for names that may be one
   * @throws MlflowError with a code that says why the disk refused to answer
   */
  async isTaken(first: ProbedName, name: ProbedName): Promise<boolean> {
    // One after the other: of two that are one, the second is taken.
    const answer = this.#asked.then(() => this.#ask(first, name))
    this.#asked = answer.catch(() => undefined)
    return await answer
  }

  /** Removes the directory. */
  async close(): Promise<void> {
    await this.#asked
    if (this.#made !== undefined)
      await rm(this.#scratch, { recursive: true, force: true }).catch(() => undefined)
  }

  async #ask(first: ProbedName, name: ProbedName): Promise<boolean> {
    try {
      this.#made ??= mkdir(this.#scratch, { mode: 0o700 })
      await this.#made
      let corner = this.#corners.get(first.path)
      if (corner === undefined) {
        corner = join(this.#scratch, String(this.#corners.size))
        this.#corners.set(first.path, corner)
        await makeEmpty(corner, first)
      }
      return !(await makeEmpty(corner, name))
    } catch (error) {
      throw diskError(error, join(dirname(this.#scratch), name.path))
    }
  }
}

/** Makes an empty file or directory, with those above it; `false` where something else stands there. */
async function makeEmpty(corner: string, { path, isDir }: ProbedName): Promise<boolean> {
  const place = join(corner, path)
  try {
    await mkdir(isDir ? place : dirname(place), { recursive: true })
    if (!isDir) await writeFile(place, '', { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOTDIR'))
      return false
    throw error
  }
}
