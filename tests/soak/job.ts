import type { BackendName } from '../src/faults/trial.ts'

/** Trials of one row on one backend that one process runs. */
export interface SoakJob {
  readonly row: string
  readonly backend: BackendName
  readonly seed: number
  readonly trials: number
}
