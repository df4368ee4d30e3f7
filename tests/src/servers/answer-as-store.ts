import type { ServerResponse } from 'node:http'
import type { ReceivedRequest } from './start-scripted-server.ts'

/** The text of each object of the one bucket, by its name. */
export type StoredObjects = Readonly<Record<string, string>>

/** CRC32C of `123456789`, the check value of the catalogue of CRCs. */
const CRC32C_OF_DIGITS: string = Buffer.from('e3069283', 'hex').toString('base64')

/** Answers as S3 does, with names that need no encoding. */
export function answerAsS3(request: ReceivedRequest, response: ServerResponse, objects: StoredObjects): void {
  const { pathname, searchParams } = new URL(request.target, 'http://localhost')
  if (searchParams.has('list-type')) {
    const { prefixes, names } = listed(objects, searchParams)
    const contents = names.map(
      (name) => `<Contents><Key>${name}</Key><Size>${objects[name]?.length}</Size></Contents>`,
    )
    const common = prefixes.map((prefix) => `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`)
    const body = `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}${common.join('')}</ListBucketResult>`
    response.writeHead(200, { 'content-type': 'application/xml' }).end(body)
    return
  }
  const text = objects[decodeURIComponent(pathname.replace(/^\/bucket\//, ''))]
  if (text === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>')
  else sendText(request, response, text, { etag: '"1"', 'x-amz-checksum-crc32c': CRC32C_OF_DIGITS })
}

/** Answers as Google Cloud Storage's JSON API does. */
export function answerAsGcs(
  request: ReceivedRequest,
  response: ServerResponse,
  objects: StoredObjects,
): void {
  const { pathname, searchParams } = new URL(request.target, 'http://localhost')
  const json = (value: unknown): unknown =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))

  const [, download, name] = /^(\/download)?\/storage\/v1\/b\/bucket\/o(?:\/(.+))?$/.exec(pathname) ?? []
  if (pathname.endsWith('/o')) {
    const { prefixes, names } = listed(objects, searchParams)
    json({ prefixes, items: names.map((item) => ({ name: item, size: String(objects[item]?.length) })) })
    return
  }
  const text = objects[decodeURIComponent(name ?? '')]
  if (text === undefined) response.writeHead(404).end('{}')
  else if (download === undefined) json({ name, size: String(text.length) })
  else
    sendText(request, response, text, {
      'x-goog-generation': '1',
      'x-goog-hash': `crc32c=${CRC32C_OF_DIGITS}`,
    })
}

function listed(objects: StoredObjects, query: URLSearchParams): { prefixes: string[]; names: string[] } {
  const prefix = query.get('prefix') ?? ''
  const found = Object.keys(objects).filter((name) => name.startsWith(prefix))
  if (!query.has('delimiter')) return { prefixes: [], names: found.sort() }
  const isDirect = (name: string): boolean => !name.slice(prefix.length).includes('/')
  const below = found.filter((name) => !isDirect(name))
  const prefixes = below.map((name) => name.slice(0, name.indexOf('/', prefix.length) + 1))
  return { prefixes: [...new Set(prefixes)].sort(), names: found.filter(isDirect).sort() }
}

function sendText(
  { method, headers }: ReceivedRequest,
  response: ServerResponse,
  text: string,
  more: Readonly<Record<string, string>>,
): void {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '') ?? []
  const start = Number(first ?? 0)
  const end = last === undefined || last === '' ? text.length : Math.min(Number(last) + 1, text.length)
  const range = first === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${text.length}` }
  response.writeHead(first === undefined ? 200 : 206, { ...more, ...range, 'content-length': end - start })
  response.end(method === 'HEAD' ? undefined : text.slice(start, end))
}
