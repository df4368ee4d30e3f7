import type { Operation, Source } from '../src/source.ts'
import type { Tree } from './generate/tree.ts'

/** The forms of a source. */
export type SourceKind = 'run' | 'runs' | 'direct' | 'version' | 'stage' | 'latest' | 'alias' | 'logged model'

/** What is asked of both sides, and what was logged there. */
export interface Call {
  readonly operation: Operation
  readonly source: Source
  readonly kind: SourceKind
  readonly place: Place
}

/** Where a call leads. */
export interface Place {
  /** What the root of the source holds: of the run, or of a model. */
  readonly tree: Tree
  /** Below the root, as it is asked for: with a slash at its end, or a doubled one. */
  readonly path: string
  /** The last name of the root's URI. */
  readonly name: string
  /** The root, where it is a folder of this machine. */
  readonly folder: string | undefined
  /** The logged model that a run shows in a directory of its name. */
  readonly model: { readonly name: string; readonly tree: Tree } | undefined
}
