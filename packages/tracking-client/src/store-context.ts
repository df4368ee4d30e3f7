import type { HttpClient, Machine } from '@mlflow-artifacts/repository'

/** What a store may use of the machine; it reads nothing else of the process. Relative paths start from `cwd`. */
export interface StoreContext extends Machine {
  /** The environment variables of the call. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** For a server: the client that knows its credentials. Stores on this machine do not use it. */
  readonly http: HttpClient
}
