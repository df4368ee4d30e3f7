import type { Checksum, HttpResponse } from '@mlflow-artifacts/repository'

/** S3 in a region or at an access point; not directory buckets, Outposts and Object Lambda, whose ETags are no MD5. */
const PLAIN_S3 =
  /^https?:\/\/(?:[^/]*\.)?s3(?:-fips|-accelerate|-accesspoint(?:-fips)?|-global)?(?:\.dualstack)?(?:[.-][a-z]+(?:-[a-z]+)+-\d+)?\.amazonaws\.com(?:\.cn)?(?::\d+)?\//
/** What AWS appends to the names of directory buckets, and to the aliases of the others' access points. */
const OTHER_KINDS = /--(?:x|xa|ol|op)-s3[./]/

/** AWS's ETag is the MD5 of what was sent in one request, unless it encrypts with another's key. */
export function md5OfETag({ status, headers, url }: HttpResponse): Checksum[] {
  const [, hex] = /^"([0-9a-f]{32})"$/.exec(headers.etag ?? '') ?? []
  const encryption = headers['x-amz-server-side-encryption'] ?? 'AES256'
  const isPlain =
    encryption === 'AES256' && headers['x-amz-server-side-encryption-customer-algorithm'] === undefined
  const isAws = PLAIN_S3.test(url) && !OTHER_KINDS.test(url)
  if (status !== 200 || hex === undefined || !isPlain || !isAws) return []
  return [{ algorithm: 'md5', value: Buffer.from(hex, 'hex'), of: 'whole' }]
}
