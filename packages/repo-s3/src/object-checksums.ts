import {
  compositeChecksums,
  compositePartCount,
  storedChecksums,
} from '@mlflow-artifacts/http-client/artifact'
import type { ArtifactContent, Checksum, HttpResponse } from '@mlflow-artifacts/repository'
import { S3Failure } from './failure/s3-failure.ts'
import type { S3Store } from './s3-store.ts'

/**
 * The checksums of an object. Where they are made of those of its parts, the store is asked how large these are; parts
 * that are not all of one size, but the last, cannot be verified.
 */
export async function objectChecksums(
  store: S3Store,
  key: string,
  response: HttpResponse,
  { size, validator }: ArtifactContent,
  signal: AbortSignal | undefined,
): Promise<Checksum[]> {
  const count = compositePartCount(response)
  if (count === undefined) return [...storedChecksums(response), ...md5OfETag(response)]
  if (!size || validator === undefined) return []
  if (count === 1) return compositeChecksums(response, size)
  try {
    const [first, last] = await Promise.all(
      [1, count].map(async (PartNumber) => {
        return (await store.head({ Key: key, PartNumber, IfMatch: validator }, signal)).ContentLength
      }),
    )
    const isEven =
      first !== undefined && last !== undefined && first * (count - 1) + last === size && last <= first
    return isEven ? compositeChecksums(response, first) : []
  } catch (error) {
    if (error instanceof S3Failure) return []
    throw error
  }
}

/** AWS's ETag is the MD5 of what was sent in one request, unless it encrypts with another's key. */
function md5OfETag({ status, headers, url }: HttpResponse): Checksum[] {
  const [, hex] = /^"([0-9a-f]{32})"$/.exec(headers.etag ?? '') ?? []
  const encryption = headers['x-amz-server-side-encryption'] ?? 'AES256'
  const isPlain =
    encryption === 'AES256' && headers['x-amz-server-side-encryption-customer-algorithm'] === undefined
  const isAws = /^https?:\/\/[^/]*\.amazonaws\.com(?:\.cn)?(?::\d+)?\//.test(url)
  if (status !== 200 || hex === undefined || !isPlain || !isAws) return []
  return [{ algorithm: 'md5', value: Buffer.from(hex, 'hex'), of: 'whole' }]
}
