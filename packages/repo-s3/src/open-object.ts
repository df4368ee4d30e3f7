import { artifactContent, discard, rangeHeaders } from '@mlflow-artifacts/http-client/artifact'
import type { ArtifactContent, HttpResponse, OpenOptions } from '@mlflow-artifacts/repository'
import { objectChecksums } from './object-checksums.ts'
import type { S3Store } from './s3-store.ts'

/** Starts reading an object, with what the store says of its content. */
export async function openObject(
  store: S3Store,
  key: string,
  options: OpenOptions & { readonly path: string },
): Promise<ArtifactContent> {
  const headers = { ...rangeHeaders(options, 'if-match'), 'x-amz-checksum-mode': 'ENABLED' }
  const response = withRightStatus(await store.get(key, headers, options.signal), options)
  const content = artifactContent(response, { ...options, encodingIsMetadata: true })
  try {
    return { ...content, checksums: await objectChecksums(store, key, response, content, options.signal) }
  } catch (error) {
    discard(content)
    throw error
  }
}

/** `rclone serve s3` sends a range with the status of the whole, and names it. */
function withRightStatus(response: HttpResponse, { range }: OpenOptions): HttpResponse {
  const isRange = response.status === 200 && response.headers['content-range'] !== undefined
  return isRange && range !== undefined ? { ...response, status: 206 } : response
}
