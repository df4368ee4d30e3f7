import type { WireResponse } from './send-once.ts'

/** What does not come in that time is not worth the connection. */
const SOON_MS = 1_000
const SMALL_BYTES = 64 * 1024

/** Gets rid of a body that nobody reads: a small one is received, so that its connection can be used again. */
export function discardBody({ body, headers }: WireResponse): void {
  if (!(Number(headers['content-length'] ?? Number.NaN) <= SMALL_BYTES)) {
    body.destroy()
    return
  }
  const timer = setTimeout(() => body.destroy(), SOON_MS).unref()
  body.once('close', () => clearTimeout(timer)).resume()
}
