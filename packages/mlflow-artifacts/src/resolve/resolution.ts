/** What led to the URI of a hop. */
export type HopVia =
  | 'source'
  | 'run'
  | 'logged model'
  | 'model version'
  | 'alias'
  | 'stage'
  | 'latest version'

/** One step from a source to its store. */
export interface Hop {
  /** Without credentials. */
  readonly uri: string
  readonly via: HopVia
}

/** The way from a source to the place where its bytes are. */
export interface Resolution {
  /** From the source itself to the store, at least one. */
  readonly hops: readonly Hop[]
  /** The root of the repository, without credentials. */
  readonly repositoryUri: string
  /** Of the artifact in that repository; `''` is all of it. */
  readonly path: string
}
