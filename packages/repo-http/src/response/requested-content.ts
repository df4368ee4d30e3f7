import type { OpenOptions } from '@mlflow-artifacts/repository'

/** What a response is to be judged by. */
export interface RequestedContent extends OpenOptions {
  /** For messages. */
  readonly path: string
  /** The size that the server said before, in bytes. */
  readonly knownSize?: number | undefined
  /** Whether a `Content-Encoding` is metadata of the stored bytes, as on S3, and not a change on the way. */
  readonly encodingIsMetadata?: boolean
}
