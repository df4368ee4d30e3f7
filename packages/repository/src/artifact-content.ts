/** A range of bytes of one artifact. `{ start: 0, end: 10 }` is its first ten bytes. */
export interface ByteRange {
  /** Offset of the first byte, 0 or more. */
  readonly start: number
  /** Offset behind the last byte (exclusive). Default: the end of the artifact. */
  readonly end?: number | undefined
}

/** The hash functions that stores name; the engine in `transfer` knows how to compute them. */
export type ChecksumAlgorithm =
  | 'crc32c'
  | 'crc64nvme'
  | 'crc32'
  | 'xxhash64'
  | 'xxhash3'
  | 'xxhash128'
  | 'sha1'
  | 'sha256'
  | 'sha512'
  | 'md5'

/** A checksum that the store gave for the bytes it keeps. An ETag of MLflow's server is not one. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm
  /** The digest, big-endian, as the store's own encoding (base64, hex) stood for it. */
  readonly value: Uint8Array
  /** What was hashed: the whole artifact, also when only a range was sent, or just the range that was sent. */
  readonly of: 'whole' | 'range'
  /**
   * Set where the value is the checksum of the checksums of parts, as S3 gives for uploads in parts: the bytes of each
   * part, of which the last may have fewer. Default: the value is of the bytes themselves.
   */
  readonly partSize?: number | undefined
  /**
   * Set where `partSize` was concluded from some of the parts. Finds out whether it is that of all of them; asked where the
   * bytes have another checksum, which says nothing of them if it is not.
   */
  readonly confirmPartSize?: ((signal?: AbortSignal) => Promise<boolean>) | undefined
}

/** What `open` gives: the bytes, and everything the store said of them. */
export interface ArtifactContent {
  /**
   * The bytes, in order. A Node `Readable` where there is one. Whoever receives it reads it to its end or
   * destroys it (leaving a `for await` loop does); a body that is neither keeps a connection.
   *
   * It fails with a retryable `IntegrityError` where the bytes turn out to be none that the artifact ever had, such as a
   * mixture of two contents: whoever has received some of them begins anew.
   */
  readonly body: AsyncIterable<Uint8Array>
  /**
   * Takes back a chunk of the body that the receiver is done with, and may fill its memory with other bytes. Nobody has
   * to call it, but what downloads a lot should: fewer buffers are made, and fewer collected.
   */
  readonly recycle?: ((chunk: Uint8Array) => void) | undefined
  /** Size in bytes of the whole artifact as it will be written; `undefined` where the store did not say. */
  readonly size: number | undefined
  /** The range that was really sent, which may be the whole although a range was asked for; `undefined`: the whole. */
  readonly range: ByteRange | undefined
  /** Whether the store said that it serves ranges of this artifact; it may be wrong. Default: nothing is known. */
  readonly acceptsRanges?: boolean | undefined
  /** A strong ETag, a generation or the like: opaque, and passed back as `ifMatch` to pin later ranges to this content. */
  readonly validator: string | undefined
  /**
   * When this content was written, by the clock of the store, in milliseconds since 1970, if it is sure that any other
   * content has another time. Default: nothing is known.
   */
  readonly modifiedAt?: number | undefined
  /** Checksums that the store gave, strongest use first; empty where it gave none. */
  readonly checksums: readonly Checksum[]
  /** The media type that the store gave, as it gave it. */
  readonly contentType: string | undefined
}
