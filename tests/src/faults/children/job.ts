import type { DownloadArtifactsOptions } from 'mlflow-artifacts/compose'

/** A download that another process makes. */
export interface Job {
  readonly trackingUri: string
  readonly source: string
  /** Further variables. */
  readonly environment?: Readonly<Record<string, string>>
  readonly options: Omit<DownloadArtifactsOptions, 'onProgress' | 'signal' | 'http' | 'backends'>
  /** The number of the user that the process becomes first, from root. Default: it stays who it is. */
  readonly user?: number
  /** Whether the process looks at the file that it was given, before anybody can replace it. Default: `false`. */
  readonly digests?: boolean
}

/** What came of it: `path`, or the code of the error. */
export interface JobResult {
  readonly path?: string
  /** SHA-256 of the file, in hex. */
  readonly digest?: string
  readonly code?: string
  readonly message?: string
}
