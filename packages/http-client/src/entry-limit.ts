import { MlflowError } from '@mlflow-artifacts/repository'

const MOST_ENTRIES = 1_000_000
const MOST_CHARACTERS: number = 128 * 2 ** 20

/** Limits what is collected of a listing before any of it is used, such as to sort it. */
export class EntryLimit {
  readonly #what: string
  readonly #uri: string
  #entries = 0
  #characters = 0

  /** @param what - is collected, as the subject of a message: "The listing of 'x'" */
  constructor(what: string, uri: string) {
    this.#what = what
    this.#uri = uri
  }

  /** @throws MlflowError `MAX_READ_SIZE_EXCEEDED` where it is too much with this one */
  add(name: string): void {
    this.#entries += 1
    this.#characters += name.length
    if (this.#entries <= MOST_ENTRIES && this.#characters <= MOST_CHARACTERS) return
    throw new MlflowError(
      `${this.#what} has more than ${MOST_ENTRIES} entries, or more than ${MOST_CHARACTERS} characters in their names`,
      {
        code: 'MAX_READ_SIZE_EXCEEDED',
        uri: this.#uri,
        hint: 'Walk the directory (walkArtifacts), which holds no more than a page of it; or name a path further down.',
      },
    )
  }
}
