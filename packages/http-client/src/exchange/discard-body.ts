import type { WireResponse } from './send-once.ts'

/** Gets rid of a body that nobody reads: a small one is received, so that its connection can be used again. */
export function discardBody({ body, headers }: WireResponse): void {
  if (Number(headers['content-length'] ?? Number.NaN) <= 64 * 1024) body.resume()
  else body.destroy()
}
