import type { DataFile } from './data/data-file.ts'

/** Where artifacts are. */
export type Store =
  | {
      readonly kind: 's3'
      readonly endpoint: string
      readonly bucket: string
      readonly environment: Variables
    }
  | {
      readonly kind: 'gcs'
      readonly endpoint: string
      readonly bucket: string
      readonly environment: Variables
    }
  | { readonly kind: 'proxy'; readonly trackingUri: string }
  | { readonly kind: 'local'; readonly folder: string }

export type Variables = Readonly<Record<string, string | undefined>>

/** A file, or a directory with all that it holds, is to stand below a folder, under its own name. */
export interface DownloadJob {
  readonly kind: 'download'
  readonly store: Store
  /** Its path in the store, without a slash at its end. */
  readonly path: string
  readonly isDirectory: boolean
  /** What is to be there, by its path below the folder. */
  readonly files: readonly DataFile[]
}

/** The children of a directory are to be listed, and counted. */
interface ListJob {
  readonly kind: 'list'
  readonly store: Store
  readonly path: string
  readonly count: number
}

/** The library is to be loaded, and nothing else. */
interface ImportJob {
  readonly kind: 'import'
}

/** The command is to list the root of a run. */
interface ListRunJob {
  readonly kind: 'list-run'
  readonly trackingUri: string
  readonly runId: string
}

/** What every contender of a case is to do. */
export type Job = DownloadJob | ListJob | ImportJob | ListRunJob

/** The URI of a path in a store, as MLflow writes it. */
export function artifactUri(store: Store, path: string): string {
  switch (store.kind) {
    case 's3':
      return `s3://${store.bucket}/${path}`
    case 'gcs':
      return `gs://${store.bucket}/${path}`
    case 'proxy':
      return `mlflow-artifacts:/${path}`
    case 'local':
      return `${store.folder}/${path}`
  }
}

/** What a client of MLflow is to be told of a store. */
export function storeVariables(store: Store): Variables {
  switch (store.kind) {
    case 's3':
    case 'gcs':
      return store.environment
    case 'proxy':
      return { MLFLOW_TRACKING_URI: store.trackingUri }
    case 'local':
      return {}
  }
}
