import {
  compositeChecksums,
  compositePartCount,
  storedChecksums,
} from '@mlflow-artifacts/http-client/artifact'
import type { ArtifactContent, Checksum, HttpResponse } from '@mlflow-artifacts/repository'
import { S3Failure } from './failure/s3-failure.ts'
import { md5OfETag } from './md5-of-etag.ts'
import { PartSizes } from './part-sizes.ts'
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
  const sizes = new PartSizes(store, { key, validator, size, count })
  try {
    const partSize = await sizes.likely(signal)
    if (partSize === undefined) return []
    // Of three parts, the size of the middle one is what is left.
    return count <= 3
      ? compositeChecksums(response, partSize)
      : compositeChecksums(response, partSize, (signal) => sizes.areAll(partSize, signal))
  } catch (error) {
    if (error instanceof S3Failure) return []
    throw error
  }
}
