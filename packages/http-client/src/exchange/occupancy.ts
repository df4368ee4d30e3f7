/**
 * How many connections to one origin are in use, and how many of them stand still because nobody reads what has come. Such
 * a connection knows no time limit: its reader may be as slow as it likes, but not others for its sake.
 *
 * These are counts, and no set of exchanges: the tables that V8's sets have outgrown would keep each exchange alive until
 * the next full garbage collection.
 */
export class Occupancy {
  #size = 0
  #unread = 0
  #stuckSince: number | undefined

  /** Since when every connection in use stands still, by `performance.now()`; `undefined`: something may yet come. */
  get stuckSince(): number | undefined {
    return this.#stuckSince
  }

  get size(): number {
    return this.#size
  }

  /** An exchange has got a connection. */
  enter(): OccupiedPlace {
    this.#count(1, 0)
    return new OccupiedPlace((uses, unread) => this.#count(uses, unread))
  }

  #count(uses: number, unread: number): void {
    this.#size += uses
    this.#unread += unread
    const isStuck = this.#size > 0 && this.#unread === this.#size
    this.#stuckSince = isStuck ? (this.#stuckSince ?? performance.now()) : undefined
  }
}

/** A connection that an exchange uses. */
export class OccupiedPlace {
  readonly #count: (uses: number, unread: number) => void
  #isLeft = false
  #isUnread = false

  /** @param count - is told what changes: the connections in use, and those of them that stand still */
  constructor(count: (uses: number, unread: number) => void) {
    this.#count = count
  }

  /** What has come waits for its reader, or no more. */
  set isUnread(isUnread: boolean) {
    if (this.#isLeft || this.#isUnread === isUnread) return
    this.#isUnread = isUnread
    this.#count(0, isUnread ? 1 : -1)
  }

  /** The exchange needs the connection no more. */
  leave(): void {
    if (this.#isLeft) return
    this.isUnread = false
    this.#isLeft = true
    this.#count(-1, 0)
  }
}
