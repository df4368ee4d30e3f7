import type { Tree } from './generate/tree.ts'

/** A tree in a directory of a run. */
export interface LoggedTree {
  /** The directory, directly below the run's root. */
  readonly directory: string
  /** The version of the batch's registered model whose source is this directory; `undefined` where Python took none. */
  readonly version: string | undefined
}

/** Trees that were logged together: many of them in one run, and one as a logged model. */
export interface Batch {
  readonly runId: string
  readonly artifactUri: string
  readonly logged: readonly LoggedTree[]
  /** Of the run as the store holds it: empty directories only where it can hold them. */
  readonly runTree: Tree
  /** The registered model: its versions are the trees, and the last one is the logged model, in Production. */
  readonly registered: string
  /** The version that has the alias `first`. */
  readonly first: LoggedTree
  readonly modelId: string
  readonly modelName: string
  readonly modelUri: string
  readonly modelTree: Tree
}
