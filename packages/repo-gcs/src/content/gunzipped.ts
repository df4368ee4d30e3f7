import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { discard } from '@mlflow-artifacts/http-client/artifact'
import { type Checksum, type HttpResponse, IntegrityError } from '@mlflow-artifacts/repository'

/** Whatever the rate, so much memory and disk there is. */
const ALWAYS_ALLOWED_BYTES = 64 * 2 ** 20

/** How an object that is stored as gzip is read. */
export interface GzipOptions {
  /** For messages. */
  readonly uri: string
  /** Of the stored bytes; `undefined`: they are not verified. */
  readonly checksum: Checksum | undefined
  /** How many times the stored bytes the decoded ones may be. */
  readonly maxExpansion: number
}

/**
 * The decoded bytes of a body. It ends only when the stored bytes were those that the store took the checksum of, so
 * that what was decoded from others never counts as whole.
 */
export function gunzipped(response: HttpResponse, options: GzipOptions): Readable {
  const decoded = Readable.from(decode(response, options), { objectMode: false })
  // One that nobody began to read has not begun to read the response, either.
  return decoded.once('close', () => discard(response))
}

async function* decode(
  { body }: HttpResponse,
  { uri, checksum, maxExpansion }: GzipOptions,
): AsyncGenerator<Uint8Array> {
  // The SDK's own: bundlers cannot take native code along.
  const { CRC32C } = await import('@google-cloud/storage')
  let stored = 0
  let decoded = 0

  async function* verified(): AsyncGenerator<Uint8Array> {
    const crc = new CRC32C()
    for await (const chunk of body) {
      stored += chunk.byteLength
      if (checksum !== undefined) crc.update(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
      yield chunk
    }
    if (checksum !== undefined && !crc.validate(Buffer.from(checksum.value))) {
      throw new IntegrityError('The crc32c checksum is not the one that the store gave', {
        uri,
        retryable: true,
      })
    }
  }

  const gunzip = createGunzip()
  // The failure of any of them is the failure of the last one, which is read here.
  pipeline(verified, gunzip, () => undefined)
  try {
    for await (const chunk of gunzip) {
      decoded += chunk.byteLength
      if (decoded > Math.max(ALWAYS_ALLOWED_BYTES, maxExpansion * stored))
        throw bomb(uri, stored, maxExpansion)
      yield chunk
    }
  } catch (cause) {
    const isNoGzip = cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_')
    // An empty object may have any encoding.
    if (isNoGzip && stored === 0) return
    throw isNoGzip
      ? new IntegrityError('The object is stored as gzip, and is not valid gzip', { uri, cause })
      : cause
  }
}

function bomb(uri: string, stored: number, maxExpansion: number): IntegrityError {
  return new IntegrityError(
    `The object is stored as gzip, and ${stored} bytes of it give more than ${maxExpansion} times as many`,
    { uri, hint: 'If it is meant to: gcs({ maxExpansion }) sets this limit.' },
  )
}
