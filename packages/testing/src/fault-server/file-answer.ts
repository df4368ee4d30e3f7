import type { Answer, Framing } from './answer.ts'
import type { AnsweredRange, Fault } from './fault.ts'
import type { ServedFile } from './served-file.ts'

const BOUNDARY = 'a-part-of-the-answer'

/** How a kind of server sends files. */
export interface FileServing {
  readonly framing: Framing
  /** Whether it sends ranges, with ETags to pin them by. */
  readonly hasRanges: boolean
  readonly headers: Readonly<Record<string, string>>
}

/** The answer to a request for a file: all of it, a range, or 416. */
export function fileAnswer(
  file: ServedFile,
  requested: Readonly<Record<string, string>>,
  { framing, hasRanges, headers: more }: FileServing,
  fault: Fault,
): Answer {
  const { size, etag } = file
  const ifRange = requested['if-range']
  const isRanged = hasRanges && fault.ignoreRange !== true && (ifRange === undefined || ifRange === etag)
  const range = isRanged ? rangeOf(requested.range ?? '', size) : undefined
  const headers = {
    'content-type': 'application/octet-stream',
    ...(hasRanges && { 'accept-ranges': 'bytes', etag }),
    ...more,
  }
  if (range === undefined) {
    return {
      status: 200,
      headers: { ...headers, ...file.headers },
      body: file.read(0, size),
      length: size,
      framing,
    }
  }
  const { start, end } = range
  if (start >= size) {
    return { status: 416, headers: { 'content-range': `bytes */${size}` }, body: [], length: 0, framing }
  }
  const contentRange = fault.contentRange ?? written
  const named = contentRange(range)
  if (fault.multipart === true) {
    const body = multipart(file, range)
    const type = { 'content-type': `multipart/byteranges; boundary=${BOUNDARY}` }
    return { status: 206, headers: { ...headers, ...type }, body, length: undefined, framing: 'chunked' }
  }
  return {
    status: 206,
    headers: { ...headers, ...(named !== undefined && { 'content-range': named }) },
    body: file.read(start, end),
    length: end - start,
    framing,
  }
}

function rangeOf(header: string, size: number): AnsweredRange | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header) ?? []
  if (first === undefined) return undefined
  return { start: Number(first), end: last ? Math.min(size, Number(last) + 1) : size, size }
}

function written({ start, end, size }: AnsweredRange): string {
  return `bytes ${start}-${end - 1}/${size}`
}

function* multipart(file: ServedFile, range: AnsweredRange): Generator<Uint8Array> {
  yield Buffer.from(`--${BOUNDARY}\r\ncontent-range: ${written(range)}\r\n\r\n`)
  yield* file.read(range.start, range.end)
  yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`)
}
