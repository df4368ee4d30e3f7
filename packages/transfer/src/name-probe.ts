import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { diskError } from './disk-error.ts'
import { partialName } from './partial/partial-name.ts'

/** Asks a file system which names are one to it, with empty files in a hidden directory beside those in question. */
export class NameProbe {
  readonly #scratch: string
  #made: Promise<unknown> | undefined
  #asked: Promise<unknown> = Promise.resolve()
  /** Each has a directory of its own, in which only names like it are asked for. */
  readonly #corners = new Map<string, string>()

  /** @param directory - where the names would stand */
  constructor(directory: string) {
    this.#scratch = join(directory, partialName('names'))
  }

  /**
   * Whether a name is one with the first of those like it, or with one that was asked for after that.
   *
   * @param first - the same each time for names that may be one
   * @throws MlflowError with a code that says why the disk refused to answer
   */
  async isTaken(first: string, name: string): Promise<boolean> {
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

  async #ask(first: string, name: string): Promise<boolean> {
    try {
      this.#made ??= mkdir(this.#scratch)
      await this.#made
      let corner = this.#corners.get(first)
      if (corner === undefined) {
        corner = join(this.#scratch, String(this.#corners.size))
        this.#corners.set(first, corner)
        await makeFile(join(corner, first))
      }
      return !(await makeFile(join(corner, name)))
    } catch (error) {
      throw diskError(error, join(dirname(this.#scratch), name))
    }
  }
}

/** Makes an empty file, with its directories; `false` where one stands there. */
async function makeFile(path: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(path, '', { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
