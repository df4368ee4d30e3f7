import { EmptySelectionError, type FileInfo } from '@mlflow-artifacts/repository'
import type { DownloadOptions } from './download-options.ts'
import { gitignoreRule } from './gitignore-rule.ts'

/** Names that the error of an empty selection shows. */
const SHOWN = 2

/** Which artifacts a download takes, and whether there were any. */
export class Selection {
  readonly #patterns: Pick<DownloadOptions, 'include' | 'exclude'>
  readonly #isIncluded: (path: string) => boolean
  readonly #isExcluded: (path: string) => boolean
  readonly #leftOut: string[] = []
  #isEmpty = true

  private constructor(
    patterns: Pick<DownloadOptions, 'include' | 'exclude'>,
    isIncluded: (path: string) => boolean,
    isExcluded: (path: string) => boolean,
  ) {
    this.#patterns = patterns
    this.#isIncluded = isIncluded
    this.#isExcluded = isExcluded
  }

  /** @throws MlflowError `INVALID_PARAMETER_VALUE` for what is no list of patterns */
  static async of({ include, exclude }: Pick<DownloadOptions, 'include' | 'exclude'>): Promise<Selection> {
    return new Selection(
      { include, exclude },
      include === undefined ? () => true : await gitignoreRule(include, 'include'),
      exclude === undefined ? () => false : await gitignoreRule(exclude, 'exclude'),
    )
  }

  /**
   * Whether an artifact is taken.
   *
   * @param path - relative to the directory that is downloaded
   */
  takes(path: string, { isDir }: FileInfo): boolean {
    // Some stores hold the directory itself, once more.
    const name = path !== '' && isDir ? `${path}/` : path
    if (name === '' || (this.#isIncluded(name) && !this.#isExcluded(name))) {
      this.#isEmpty = false
      return true
    }
    if (this.#leftOut.length < SHOWN) this.#leftOut.push(path)
    return false
  }

  /**
   * At the end of the listing.
   *
   * @throws EmptySelectionError where artifacts were there, and none was taken
   */
  assertAny(uri: string): void {
    if (!this.#isEmpty || this.#leftOut.length === 0) return
    const { include, exclude } = this.#patterns
    const patterns = [
      ...(include === undefined ? [] : [`include ${JSON.stringify(include)}`]),
      ...(exclude === undefined ? [] : [`exclude ${JSON.stringify(exclude)}`]),
    ]
    const there = this.#leftOut.map((path) => JSON.stringify(path)).join(' and ')
    throw new EmptySelectionError(
      `No artifact of ${uri} is selected by ${patterns.join(' and ')}. There is ${there}`,
      {
        uri,
        hint:
          'A pattern without a slash is looked for in every directory, one with a slash from the top of what is downloaded, ' +
          'as in a .gitignore.',
      },
    )
  }
}
