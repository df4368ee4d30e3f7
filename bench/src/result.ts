import type { Measurement } from './measure.ts'

/** What one contender took in one case. */
export interface Row {
  readonly case: string
  readonly peer: string
  /** Medians over the rounds. */
  readonly median: Measurement
  /** In the order of the rounds. */
  readonly rounds: readonly Measurement[]
}

/** Who failed in a case, and why. Failures have no figures. */
export interface Failure {
  readonly case: string
  readonly peer: string
  readonly reason: string
}

/** What a whole run found. */
export interface Results {
  readonly rows: readonly Row[]
  readonly failures: readonly Failure[]
}
