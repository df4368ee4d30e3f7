/** Of so many names it is known that they were told: those of ten pages. */
const MOST = 10_000

/** The names that a listing told last, as some stores tell them again on a later page. */
export class RememberedNames {
  readonly #names = new Set<string>()

  has(name: string): boolean {
    return this.#names.has(name)
  }

  add(names: Iterable<string>): void {
    for (const name of names) this.#names.add(name)
    for (const oldest of this.#names) {
      if (this.#names.size <= MOST) return
      this.#names.delete(oldest)
    }
  }
}
