import type { DownloadArtifactsOptions } from 'mlflow-artifacts/compose'

/** A download that another process makes. */
export interface Job {
  readonly trackingUri: string
  readonly source: string
  /** Further variables. */
  readonly environment?: Readonly<Record<string, string>>
  readonly options: Omit<DownloadArtifactsOptions, 'onProgress' | 'signal' | 'http' | 'backends'>
}

/** What came of it: `path`, or the code of the error. */
export interface JobResult {
  readonly path?: string
  readonly code?: string
  readonly message?: string
}
