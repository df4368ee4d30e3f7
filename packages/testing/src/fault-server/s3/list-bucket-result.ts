import type { ServedTree } from '../served-tree.ts'

const MOST_KEYS = 1000

/** One page of ListObjectsV2: keys in the order of their bytes, what is behind a delimiter as one prefix. */
export function listBucketResult(tree: ServedTree, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter')
  const most = Math.min(Number(query.get('max-keys') ?? MOST_KEYS), MOST_KEYS)
  const after = query.get('continuation-token')
  const keys = tree.paths

  const entries: string[] = []
  let last = after === null ? undefined : Buffer.from(after, 'base64url').toString()
  let isTruncated = false
  for (let index = firstFrom(keys, prefix, last); index < keys.length; index += 1) {
    const key = keys[index] ?? ''
    if (!key.startsWith(prefix)) break
    const end = delimiter === null ? -1 : key.indexOf(delimiter, prefix.length)
    const name = end === -1 ? key : key.slice(0, end + 1)
    // A prefix is told once, also where its keys go on behind a page.
    if (name === last) continue
    if (entries.length === most) {
      isTruncated = true
      break
    }
    last = name
    entries.push(
      end === -1 ? contents(tree, key) : `<CommonPrefixes><Prefix>${encoded(name)}</Prefix></CommonPrefixes>`,
    )
  }
  const token = isTruncated
    ? `<NextContinuationToken>${Buffer.from(last ?? '').toString('base64url')}</NextContinuationToken>`
    : ''
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
    `<Name>bucket</Name><Prefix>${encoded(prefix)}</Prefix><KeyCount>${entries.length}</KeyCount>` +
    `<MaxKeys>${most}</MaxKeys><EncodingType>url</EncodingType><IsTruncated>${isTruncated}</IsTruncated>` +
    `${token}${entries.join('')}</ListBucketResult>`
  )
}

/** The first key that may be on the page, by bisection. */
function firstFrom(keys: readonly string[], prefix: string, after: string | undefined): number {
  const from = Buffer.from(
    after === undefined || Buffer.compare(Buffer.from(after), Buffer.from(prefix)) < 0 ? prefix : after,
  )
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (Buffer.compare(Buffer.from(keys[middle] ?? ''), from) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function contents(tree: ServedTree, key: string): string {
  const { size = 0, etag = '' } = tree.file(key) ?? {}
  return (
    `<Contents><Key>${encoded(key)}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>` +
    `<ETag>${etag.replaceAll('"', '&quot;')}</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`
  )
}

/** As S3 encodes keys in listings: a space is a plus. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%20', '+')
}
