import { Readable } from 'node:stream'
import type { HttpResponse } from '@mlflow-artifacts/repository'

/** How far the first element of a document is looked for. */
const MOST_BYTES = 4096
/** What may stand before the first element, as far as it has come. A store may send spaces while it is still at work. */
const PROLOGUE = /^(?:\s+|<\?.*?(?:\?>|$)|<!--.*?(?:-->|$)|<!DOCTYPE\b(?:[^>[]|\[.*?(?:\]|$))*(?:>|$))*/is

/** What the beginning of a response says. */
interface Recognized {
  /** Whether an error came with a status of success. */
  readonly isError: boolean
  /** The same one, with all of its body. */
  readonly response: HttpResponse
}

/** Looks for an error that came with a status of success. Every object has an ETag. */
export async function recognizeError(response: HttpResponse): Promise<Recognized> {
  const { status, headers, body } = response
  const mayBe = status < 300 && headers.etag === undefined && /\bxml\b/i.test(headers['content-type'] ?? '')
  if (!mayBe || !(body instanceof Readable)) return { isError: false, response }
  const chunks: Buffer[] = []
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    chunks.push(Buffer.from(chunk))
    const isError = isErrorSoFar(Buffer.concat(chunks))
    if (isError === undefined) continue
    body.unshift(Buffer.concat(chunks))
    return { isError, response }
  }
  // What has ended takes nothing back.
  return { isError: false, response: { ...response, body: Readable.from(chunks, { objectMode: false }) } }
}

/** Whether a document is an error of S3, in whatever namespace; `undefined`: its beginning does not tell yet. */
function isErrorSoFar(bytes: Buffer): boolean | undefined {
  // Without a byte order mark, and without half a character.
  const text = new TextDecoder().decode(bytes.subarray(0, MOST_BYTES), { stream: true })
  const root = text.replace(PROLOGUE, '')
  if (/^<(?:[\w-]+:)?Error[\s/>]/.test(root)) return true
  return bytes.byteLength < MOST_BYTES && /^(?:<[\w:!-]*)?$/.test(root) ? undefined : false
}
