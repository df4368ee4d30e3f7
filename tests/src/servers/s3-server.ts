/** How an S3 server is to run. */
export interface S3ServerOptions {
  /** The Python of the environment that the server is installed in. */
  readonly python: string
  /** Holds its data. */
  readonly folder: string
  readonly accessKey: string
  readonly secretKey: string
  /** Is made. */
  readonly bucket: string
}

/** An S3 server on this machine. */
export interface S3Server {
  /** Such as `http://127.0.0.1:20123`. */
  readonly endpoint: string
  /** What an S3 client of MLflow needs to be told. */
  readonly environment: Readonly<Record<string, string>>
  stop(): Promise<void>
}
