import { artifactContent, discard, storedChecksums } from '@mlflow-artifacts/http-client/artifact'
import type { ArtifactContent, HttpResponse, OpenOptions } from '@mlflow-artifacts/repository'
import { notGoogle } from '../not-google.ts'
import { gunzipped } from './gunzipped.ts'
import { isGzip } from './is-gzip.ts'

/** What a response is judged by, and how its bytes are read. */
export interface RequestedObject extends OpenOptions {
  readonly path: string
  /** For messages. */
  readonly uri: string
  /** The size that the store said before, in bytes. */
  readonly knownSize?: number | undefined
  readonly maxExpansion: number
}

/**
 * The content of a response with status 200, 206 or 416, pinned by its generation.
 *
 * @throws IntegrityError where it is of another generation, or another range was sent
 * @throws MlflowError `INVALID_PARAMETER_VALUE` for a range behind the end; `INTERNAL_ERROR` where it is somebody else's answer
 */
export function objectContent(response: HttpResponse, requested: RequestedObject): ArtifactContent {
  const { headers } = response
  const { uri, maxExpansion } = requested
  const validator = headers['x-goog-generation']
  if (response.status !== 416 && validator === undefined && headers['x-goog-hash'] === undefined) {
    discard(response)
    throw notGoogle(response)
  }
  const content = artifactContent(response, { ...requested, validator, encodingIsMetadata: true })
  const stored = storedChecksums(response)
  const isStoredAsGzip = isGzip(headers['x-goog-stored-content-encoding'] ?? headers['content-encoding'])
  // The checksums are of the stored bytes, those of HTTP of the ones that were sent; the engine sees what is written.
  if (!isGzip(headers['content-encoding']))
    return { ...content, checksums: isStoredAsGzip ? [] : [...stored, ...content.checksums] }
  const checksum = isStoredAsGzip ? stored.find(({ algorithm }) => algorithm === 'crc32c') : undefined
  return {
    ...content,
    recycle: undefined,
    body: gunzipped(response, { uri, checksum, maxExpansion }),
    size: undefined,
    checksums: isStoredAsGzip ? [] : stored,
  }
}
