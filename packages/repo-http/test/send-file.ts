import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'

/** As MLflow's server makes it: of something else than the content alone. */
export function etagOf(content: Buffer): string {
  return `"${createHash('md5').update('time').update(content).digest('hex')}"`
}

/** Sends a file with its length, its ETag and in ranges, as MLflow's server does from a local store. */
export function sendFile(
  response: ServerResponse,
  content: Buffer,
  requested: IncomingHttpHeaders,
  headers: Record<string, string> = {},
): void {
  const etag = etagOf(content)
  const common = { 'content-type': 'text/plain', 'accept-ranges': 'bytes', etag, ...headers }
  const size = content.length
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(requested.range ?? '') ?? []
  const ifRange = requested['if-range']
  if (first === undefined || (ifRange !== undefined && ifRange !== etag)) {
    response.writeHead(200, { ...common, 'content-length': size }).end(content)
    return
  }
  const start = Number(first)
  if (start >= size) {
    response.writeHead(416, { 'content-range': `bytes */${size}`, 'content-length': 0 }).end()
    return
  }
  const end = Math.min(last ? Number(last) + 1 : size, size)
  const range = { 'content-length': end - start, 'content-range': `bytes ${start}-${end - 1}/${size}` }
  response.writeHead(206, { ...common, ...range }).end(content.subarray(start, end))
}

export function sendJson(response: ServerResponse, status: number, answer: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
}
