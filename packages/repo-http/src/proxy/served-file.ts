import type { FileInfo, OpenOptions } from '@mlflow-artifacts/repository'

/** A path to read, as it was asked for and as the server takes it. */
export interface ServedFile extends OpenOptions {
  readonly path: string
  readonly served: string
  /** What the server lists at the path, asked once. */
  find(): Promise<FileInfo | undefined>
}
