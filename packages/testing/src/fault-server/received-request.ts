/** What a request asks for. */
export type RequestKind =
  | 'listing'
  | 'artifact'
  | 'presigned-url'
  | 'server-info'
  | 'store'
  | 'file'
  | 'gcs-listing'
  | 'gcs-metadata'
  | 'gcs-object'
  | 's3-listing'
  | 's3-object'
  | 'other'

/** One request that the fault server received. */
export interface ReceivedRequest {
  /** Counts the requests of its kind, from 0. */
  readonly index: number
  readonly kind: RequestKind
  /** Of the file or directory, below the server's root. */
  readonly path: string
  readonly method: string
  /** Path and query, as they came; absolute where the client took the server for a proxy. */
  readonly target: string
  /** Names in lower case; the last value of each. */
  readonly headers: Readonly<Record<string, string>>
  /** By `performance.now()`. */
  readonly receivedAt: number
  /** Bytes of the answer's body that have left so far, without framing. */
  sent: number
  /** Status of the answer; 0 before it. */
  status: number
}
