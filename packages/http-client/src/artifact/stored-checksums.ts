import type { Checksum, ChecksumAlgorithm, HttpResponse } from '@mlflow-artifacts/repository'
import { DIGEST_BYTES } from './digest-bytes.ts'

/** What S3 has headers for, and their names. */
export const OF_S3: readonly (readonly [ChecksumAlgorithm, header: string])[] = (
  [
    ...(['crc64nvme', 'crc32c', 'crc32', 'xxhash64', 'xxhash3', 'xxhash128'] as const),
    ...(['sha1', 'sha256', 'sha512', 'md5'] as const),
  ] as const
).map((algorithm) => [algorithm, `x-amz-checksum-${algorithm}`])

/**
 * The checksums of a whole artifact that an S3 or GCS store sends with it. S3's of an upload in parts, which has a
 * number behind it, is one of the parts' checksums, and S3's with a range may be of that.
 */
export function storedChecksums({ status, headers }: HttpResponse): Checksum[] {
  const isFull = status === 200 && headers['x-amz-checksum-type'] !== 'COMPOSITE'
  const ofS3 = isFull ? OF_S3.map(([algorithm, header]) => [algorithm, headers[header]] as const) : []
  const ofGcs = (headers['x-goog-hash'] ?? '').split(',').map((part) => {
    const [, algorithm = '', value] = /^\s*(crc32c|md5)=(\S+)\s*$/.exec(part) ?? []
    return [algorithm === 'md5' ? 'md5' : 'crc32c', value] as const
  })
  return [...ofS3, ...ofGcs].flatMap(([algorithm, text]) => {
    if (text === undefined || !/^[\w+/]+={0,2}$/.test(text)) return []
    const value = Buffer.from(text, 'base64')
    return value.byteLength === DIGEST_BYTES[algorithm] ? [{ algorithm, value, of: 'whole' as const }] : []
  })
}
