import { Readable } from 'node:stream'
import type { HttpResponse } from '@mlflow-artifacts/repository'
import { receiveRefusal } from '../exchange/receive-refusal.ts'
import { redacted } from '../secrets/redacted.ts'

/**
 * The beginning of a body, for messages and for the codes in them; what cannot be read soon is left out, and so is what
 * was sent and may be secret.
 */
export async function bodyExcerpt(response: HttpResponse, signal?: AbortSignal): Promise<string> {
  const { headers, body } = response
  const readable = body instanceof Readable ? body : Readable.from(body, { objectMode: false })
  const said = await receiveRefusal(readable)
  signal?.throwIfAborted()
  return headers['content-encoding'] === undefined ? redacted(response, said.toString()) : ''
}
