/** What came of the calls on one store. */
export interface Tally {
  readonly store: string
  trees: number
  calls: number
  ms: number
  /** Differences by the row that explains them. */
  readonly rows: Map<string, number>
  /** Each with the seed that repeats it. */
  readonly failures: string[]
}
