import { once } from 'node:events'

/** Writes to stdout as fast as its reader takes it. A failed write is stdout's `error` event. */
export async function output(
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string>,
  signal: AbortSignal,
): Promise<void> {
  for await (const chunk of chunks) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain', { signal })
  }
}
