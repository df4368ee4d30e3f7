import type { Job, Variables } from './job.ts'
import type { Tools } from './tools.ts'

/** A process that is measured as a whole. */
export interface Program {
  readonly command: string
  readonly arguments: readonly string[]
  /** Variables beside those that every program has. */
  readonly environment?: Variables
  /** What its standard output is: nothing to look at, figures as one JSON object, or one line for each listed entry. */
  readonly output?: 'ignored' | 'figures' | 'entries'
}

/** Where a program works. */
export interface Place {
  readonly tools: Tools
  /** An empty folder for what is downloaded. */
  readonly destination: string
  /** A folder for files that the program reads, written before it is measured. */
  readonly folder: string
}

/** Somebody who can do jobs. */
export interface Peer {
  readonly name: string
  /** How it does a job; `undefined` where it cannot. */
  program(job: Job, place: Place): Promise<Program | undefined>
}
