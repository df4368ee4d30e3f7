/**
 * Where the artifacts are: **PL** MLflow's proxy over a local store, **PR** over a remote one, **PS** presigned URLs,
 * **GC** Google Cloud Storage, **HT** any web server, **FS** files of this machine.
 */
export type BackendName = (typeof BACKENDS)[number]

const BACKENDS = ['PL', 'PR', 'PS', 'GC', 'HT', 'FS'] as const

/** How a trial ended, if it ended well. */
export interface TrialResult {
  /**
   * `right`: whole and under its name. `refused`: a typed error, and nothing under a final name. `skipped`: the fault
   * cannot be made here.
   */
  readonly outcome: 'right' | 'refused' | 'skipped'
  /** Bytes that were wanted. */
  readonly size?: number
  /** Bytes that the store sent for them. */
  readonly sent?: number
}

/** One trial, which its seed repeats. It rejects where a promise was broken: {@link WrongFile} is the worst. */
type Trial = (seed: number) => Promise<TrialResult>

/** A fault, and the trials of it on each backend that can meet it. */
export interface MatrixRow {
  /** Its number, and the fault in words. */
  readonly name: string
  readonly trials: Partial<Readonly<Record<BackendName, Trial>>>
  /** Trials on each backend in the whole run. */
  readonly whole: number
  /** Trials on each backend in `npm test`. */
  readonly sample: number
  /** Trials at once. Default: 4. */
  readonly atOnce?: number
  /** Milliseconds after which a trial counts as hanging. Default: 30 seconds. */
  readonly limitMs?: number
  /** Ends what the trials share. */
  readonly close?: () => Promise<void>
}

/** A file under a final name that holds anything but the artifact. */
export class WrongFile extends Error {
  override readonly name = 'WrongFile'
}

/** The backends that have trials of a row. */
export function backendsOf({ trials }: MatrixRow): BackendName[] {
  return BACKENDS.filter((backend) => trials[backend] !== undefined)
}
