import type { SQLInputValue } from 'node:sqlite'

/** A row that is looked for in one table, whose names are the caller's and no user's. */
export interface Lookup {
  readonly table: string
  /** What is read of it. One that the table lacks is left out, as older versions of MLflow lack some. */
  readonly columns: readonly string[]
  readonly where: readonly Condition[]
  /** Which of several rows it is: the first in this order. Default: any of them */
  readonly order?: readonly Order[]
}

/** What a column of the row holds: one of the values, or another one. */
export interface Condition {
  readonly column: string
  readonly is: 'one of' | 'none of'
  readonly values: readonly SQLInputValue[]
}

/** One step of an order. */
export interface Order {
  readonly column: string
  readonly direction: 'ascending' | 'descending'
}
