/** Values by their keys, of which those that were used last are kept. */
export class RecentlyUsed<Value> {
  readonly #most: number
  readonly #values = new Map<string, Value>()

  /** @param most - how many are kept */
  constructor(most: number) {
    this.#most = most
  }

  /** The value of a key, which is made where none is kept. */
  get(key: string, make: () => Value): Value {
    const value = this.#values.get(key) ?? make()
    // The last is the one that was asked for last.
    this.#values.delete(key)
    this.#values.set(key, value)
    const [oldest] = this.#values.keys()
    if (this.#values.size > this.#most && oldest !== undefined) this.#values.delete(oldest)
    return value
  }

  /** Gives back what is kept, and keeps nothing any more. */
  clear(): readonly Value[] {
    const values = [...this.#values.values()]
    this.#values.clear()
    return values
  }
}
