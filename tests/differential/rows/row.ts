import type { Answer } from '../../src/answer.ts'
import type { Call } from '../call.ts'
import type { Asked } from '../right-answer.ts'
import type { StartedStore } from '../stores/store.ts'

/** A call on which the two sides differ. */
export interface Difference {
  readonly call: Call
  readonly asked: Asked
  readonly store: Pick<StartedStore, 'keeper'>
  readonly pythons: Answer
  readonly ours: Answer
  /** What was logged there; `undefined` for what is missing. */
  readonly kind: 'file' | 'directory' | undefined
  /** What was logged where doubled slashes count as one. */
  readonly kindWithoutDoubling: Difference['kind']
  /** Whether we give what was logged. */
  readonly oursIsRight: boolean
  /** Where the tree that we give is not what was logged. */
  readonly wrongPaths: readonly string[]
}

/** A row of docs/differences.md that the generated trees show. */
export interface Row {
  /** Its first column. */
  readonly name: string
  /** Whether this is what differs, and our answer is the one that the row promises. */
  explains(difference: Difference): boolean
}
