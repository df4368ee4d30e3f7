/** Where the tests' server is, and what a client must be told to reach it. */
export interface ServerAccess {
  /** The tracking URI. */
  readonly trackingUri: string
  /** Variables that Python and this package are told alike. */
  readonly environment: Readonly<Record<string, string>>
  close?(): Promise<void>
}

/** A server that was started for a test. */
export interface StartedServer extends ServerAccess {
  /** Where the artifacts that it serves are files of this machine. */
  readonly artifactFolder?: string
  close(): Promise<void>
}

/** A way of running `mlflow server`, and the ways to reach it. */
export interface ServerKind {
  readonly name: string
  /** Whether clients read artifacts through the server. Default: `true`. */
  readonly servesArtifacts?: boolean
  /** Whether the clients read an object store, whose failures are in words of its own. Default: `false`. */
  readonly objectStore?: boolean
  /** Whether each source that is asked of local stores is asked here too, not only one of each form. Default: `false`. */
  readonly everySource?: boolean
  /** Starts the server, with all that it needs, in a folder of its own. */
  start(python: string, folder: string): Promise<StartedServer>
  /** Further ways to reach the server than straight on. */
  readonly accesses?: Readonly<
    Record<string, (server: StartedServer, folder: string) => Promise<ServerAccess>>
  >
}
