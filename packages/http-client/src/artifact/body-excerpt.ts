import { Readable } from 'node:stream'
import type { HttpResponse } from '@mlflow-artifacts/repository'
import { receiveRefusal } from '../exchange/receive-refusal.ts'

/** The beginning of a body, for messages and for the codes in them; what cannot be read soon is left out. */
export async function bodyExcerpt({ headers, body }: HttpResponse, signal?: AbortSignal): Promise<string> {
  const readable = body instanceof Readable ? body : Readable.from(body, { objectMode: false })
  const said = await receiveRefusal(readable)
  signal?.throwIfAborted()
  return headers['content-encoding'] === undefined ? said.toString() : ''
}
