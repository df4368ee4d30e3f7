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
  const headers = rangeHeaders(options, 'if-match')
  const received = withRightStatus(await store.get(key, headers, options.signal), options)
  const response = received.status === 416 ? await withSize(store, key, received, options) : received
  const content = artifactContent(response, { ...options, encodingIsMetadata: true })
  try {
    const checksums = await objectChecksums(store, key, response, content, options.signal)
    return { ...content, checksums: [...checksums, ...content.checksums] }
  } catch (error) {
    discard(content)
    throw error
  }
}

/** Not every store says how large an object is when a range lies behind its end. */
async function withSize(
  store: S3Store,
  key: string,
  response: HttpResponse,
  { signal }: OpenOptions,
): Promise<HttpResponse> {
  if (response.headers['content-range'] !== undefined) return response
  discard(response)
  const { ContentLength: size } = await store.head({ Key: key }, signal)
  return { ...response, headers: { ...response.headers, 'content-range': `bytes */${size}` } }
}

/** `rclone serve s3` sends a range with the status of the whole, and names it. */
function withRightStatus(response: HttpResponse, { range }: OpenOptions): HttpResponse {
  const isRange = response.status === 200 && response.headers['content-range'] !== undefined
  return isRange && range !== undefined ? { ...response, status: 206 } : response
}
