import type { HttpResponse } from '@mlflow-artifacts/repository'

const READ_BYTES = 64 * 1024

/** The beginning of a body, for messages and for the codes in them; what cannot be read is left out. */
export async function bodyExcerpt({ headers, body }: HttpResponse, signal?: AbortSignal): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.byteLength
      text += decoder.decode(chunk, { stream: true })
      if (size > READ_BYTES) break
    }
  } catch {
    signal?.throwIfAborted()
  }
  return headers['content-encoding'] === undefined ? text : ''
}
