import { createHash } from 'node:crypto'
import { type Answer, smallAnswer } from './answer.ts'
import { crc32c } from './crc32c.ts'
import type { Fault } from './fault.ts'
import { fileAnswer } from './file-answer.ts'
import type { ReceivedRequest } from './received-request.ts'
import type { ServedFile } from './served-file.ts'
import type { ServedTree } from './served-tree.ts'

/** On one page of a listing, as Google has it. */
const PAGE = 1_000
const checksums = new WeakMap<ServedFile, string>()

/** A page of the listing of the bucket `bucket`, as Google's JSON API answers it. */
export function gcsListing({ target, path: prefix }: ReceivedRequest, tree: ServedTree): Answer {
  const { paths } = tree
  const { searchParams } = new URL(target.replace(/^https?:\/\/[^/]*/, ''), 'http://server')
  const delimiter = searchParams.get('delimiter')
  const most = Number(searchParams.get('maxResults') ?? PAGE)
  const prefixes = new Set<string>()
  const items: unknown[] = []
  let next = Number(searchParams.get('pageToken') ?? firstAt(paths, prefix))
  for (; next < paths.length && items.length + prefixes.size < most; next += 1) {
    const name = paths[next] ?? ''
    if (!name.startsWith(prefix)) break
    const end = delimiter === null ? -1 : name.indexOf(delimiter, prefix.length)
    if (end === -1) items.push(metadata(name, tree.file(name)))
    else prefixes.add(name.slice(0, end + 1))
  }
  const isLast = paths[next]?.startsWith(prefix) !== true
  return json(200, {
    ...(items.length > 0 && { items }),
    ...(prefixes.size > 0 && { prefixes: [...prefixes] }),
    ...(!isLast && { nextPageToken: String(next) }),
  })
}

/** What Google says about an object. */
export function gcsMetadata(name: string, file: ServedFile | undefined): Answer {
  return file === undefined ? missing(name) : json(200, metadata(name, file))
}

/** The bytes of an object. */
export function gcsObject(
  { target, path: name, headers }: ReceivedRequest,
  file: ServedFile | undefined,
  fault: Fault,
): Answer {
  const wanted = /[?&]generation=(\d+)/.exec(target)?.[1]
  if (file === undefined || (wanted !== undefined && wanted !== generation(file))) {
    return smallAnswer(404, 'text/html; charset=UTF-8', `No such object: bucket/${name}`)
  }
  const encoding = file.headers?.['content-encoding']
  const own = {
    'x-goog-generation': generation(file),
    'x-goog-hash': `crc32c=${checksum(file)}`,
    'x-goog-stored-content-encoding': encoding ?? 'identity',
    ...(encoding !== undefined && { 'content-encoding': encoding }),
  }
  return fileAnswer(file, headers, { framing: 'length', hasRanges: true, headers: own }, fault)
}

function metadata(name: string, file: ServedFile | undefined): unknown {
  const contentEncoding = file?.headers?.['content-encoding']
  return { name, size: String(file?.size ?? 0), ...(contentEncoding !== undefined && { contentEncoding }) }
}

/** Another one for other content, as the ETag is. */
function generation({ etag }: ServedFile): string {
  return createHash('sha256').update(etag).digest().readUIntBE(0, 6).toString()
}

function checksum(file: ServedFile): string {
  const known = checksums.get(file)
  if (known !== undefined) return known
  const computed = crc32c(file.read(0, file.size))
  checksums.set(file, computed)
  return computed
}

/** Where the paths with a prefix begin. */
function firstAt(paths: readonly string[], prefix: string): number {
  const index = paths.findIndex((path) => path.startsWith(prefix))
  return index === -1 ? paths.length : index
}

function missing(name: string): Answer {
  return json(404, { error: { code: 404, message: `No such object: bucket/${name}` } })
}

function json(status: number, answer: unknown): Answer {
  return smallAnswer(status, 'application/json; charset=UTF-8', JSON.stringify(answer))
}
