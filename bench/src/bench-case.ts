import type { Arena } from './arena.ts'
import type { Job } from './job.ts'
import type { Peer } from './peer.ts'

/** One thing to measure, on which all contenders do the same. */
export interface BenchCase {
  readonly name: string
  /** What is done, in the words of the table. */
  readonly title: string
  /** Ours first: the others are compared with it. */
  readonly contenders: readonly Peer[]
  /** Makes the data and starts the servers that it needs. */
  prepare(arena: Arena): Promise<Job>
}
