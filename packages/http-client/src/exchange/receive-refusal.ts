import type { Readable } from 'node:stream'

const LARGEST_REFUSAL: number = 32 * 1024
/** The words of a refusal are not worth a longer wait. */
const SOON_MS = 10_000

/**
 * What a server says with a refusal: so much of it as comes soon, and before the connection breaks.
 *
 * @param mostMs - to wait for it. Default: 10 seconds, which it never exceeds
 */
export async function receiveRefusal(body: Readable, mostMs: number = SOON_MS): Promise<Buffer> {
  const timer = setTimeout(() => body.destroy(), Math.min(mostMs, SOON_MS))
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      size += chunk.byteLength
      if (size >= LARGEST_REFUSAL) break
    }
  } catch {
    // The status is known, and the caller of an aborted request is told by the signal.
  } finally {
    clearTimeout(timer)
  }
  return Buffer.concat(chunks).subarray(0, LARGEST_REFUSAL)
}
