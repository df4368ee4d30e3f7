/**
 * The files of a flat listing whose names the next ones may go on from: tells whether a marker `a/` stands beside a file
 * `a`, which comes before it, but for `a-b` and the like. Takes names in the order of their bytes, and keeps no more of them
 * than a name has characters.
 */
export class FilesOnTheWay {
  readonly #names: string[] = []

  /** A file that was listed. */
  add(name: string): void {
    this.#passTo(name)
    this.#names.push(name)
  }

  /** @param marker - with its slash */
  isBeside(marker: string): boolean {
    this.#passTo(marker)
    return this.#names.at(-1) === marker.slice(0, -1)
  }

  #passTo(name: string): void {
    for (let last = this.#names.at(-1); last !== undefined && !name.startsWith(last); ) {
      this.#names.pop()
      last = this.#names.at(-1)
    }
  }
}
