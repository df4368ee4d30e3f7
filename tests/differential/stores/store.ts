/** A store that trees are logged into, and read from by both sides. */
export interface Store {
  readonly name: string
  /** Starts it, with all that it needs, in a folder of its own. */
  start(python: string, folder: string): Promise<StartedStore>
}

/** A store that runs. */
export interface StartedStore {
  readonly trackingUri: string
  /** Variables that Python and this package are told alike. */
  readonly environment: Readonly<Record<string, string>>
  /** Where the experiment keeps its artifacts. Default: where the tracking store says. */
  readonly artifactLocation?: string
  /** What keeps the bytes: files of this machine, an MLflow server, or an object store. */
  readonly keeper: 'files' | 'server' | 'objects'
  readonly keepsEmptyDirectories: boolean
  /** Characters in names that the store does not take. Default: none. */
  readonly refused?: string
  /** The URI behind the server of an artifact URI that the server gave. Only of a server. */
  readonly behind?: (artifactUri: string) => string
  /** The forms of an artifact URI: itself, and others that lead to the same. */
  forms(artifactUri: string): readonly [string, ...string[]]
  close(): Promise<void>
}
