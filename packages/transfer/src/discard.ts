import { Readable } from 'node:stream'

/** Gives back the connection of a body that nobody wants. */
export async function discard(body: AsyncIterable<Uint8Array>): Promise<void> {
  if (body instanceof Readable) {
    body.destroy()
    return
  }
  // Ending an iterator that never began would skip the `finally` of a generator: it has to begin.
  for await (const _chunk of body) return
}
