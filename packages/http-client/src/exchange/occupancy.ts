/**
 * The connections to one origin that are in use, and which of them stand still because nobody reads what has come. Such a
 * connection knows no time limit: its reader may be as slow as it likes, but not others for its sake.
 */
export class Occupancy {
  readonly #users = new Set<object>()
  readonly #unread = new Set<object>()
  #stuckSince: number | undefined

  /** Since when every connection in use stands still, by `performance.now()`; `undefined`: something may yet come. */
  get stuckSince(): number | undefined {
    return this.#stuckSince
  }

  get size(): number {
    return this.#users.size
  }

  /** An exchange has got a connection. */
  enter(exchange: object): void {
    this.#users.add(exchange)
    this.#look()
  }

  /** It needs the connection no more. */
  leave(exchange: object): void {
    this.#users.delete(exchange)
    this.#unread.delete(exchange)
    this.#look()
  }

  /** What has come for it waits for its reader. */
  standsStill(exchange: object): void {
    if (this.#users.has(exchange)) this.#unread.add(exchange)
    this.#look()
  }

  /** Its reader wants more. */
  goesOn(exchange: object): void {
    this.#unread.delete(exchange)
    this.#look()
  }

  #look(): void {
    const isStuck = this.#users.size > 0 && this.#unread.size === this.#users.size
    this.#stuckSince = isStuck ? (this.#stuckSince ?? performance.now()) : undefined
  }
}
