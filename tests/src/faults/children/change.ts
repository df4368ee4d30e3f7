/** The ways in which somebody changes a file while others copy it. */
export const WAYS_OF_CHANGE = [
  'append',
  'truncate',
  'rewrite',
  'rewrite and restore its time',
  'replace',
  'delete',
] as const

export type WayOfChange = (typeof WAYS_OF_CHANGE)[number]

/** What another process does to a file, once or several times. */
export interface Change {
  readonly path: string
  readonly how: WayOfChange
  /** When it begins, in milliseconds from when it is told. */
  readonly afterMs: number
  readonly steps: readonly ChangeStep[]
}

export interface ChangeStep {
  /** Of the bytes that are written, if any are. */
  readonly seed: number
  /** How many are written; or how many are left. */
  readonly size: number
}

/** The time of modification, in seconds, of a file that changes without one: a whole number, which can be restored. */
export const OLD_TIME: number = 1_600_000_000
