import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'

/** Functions of SQL, asked for each row that SQLite looks at. */
export const MUST_NOT_BE_OVER = 'slice_must_not_be_over'
export const IS_OVER = 'slice_is_over'

const SLICE_MS = 50

/** A statement was not done within its slice. */
export class SliceOver extends Error {
  override readonly name = 'SliceOver'
}

/** How long a statement may keep this thread, on which `node:sqlite` runs it. */
export class TimeSlice {
  #end = 0

  constructor(database: DatabaseSync) {
    database.function(MUST_NOT_BE_OVER, () => {
      if (this.isOver) throw new SliceOver()
      return 1
    })
    database.function(IS_OVER, () => (this.isOver ? 1 : 0))
  }

  get isOver(): boolean {
    return performance.now() > this.#end
  }

  begin(): void {
    this.#end = performance.now() + SLICE_MS
  }

  /** Lets everything else in this process go on, and begins another one. */
  async next(): Promise<void> {
    await setImmediate()
    this.begin()
  }
}
