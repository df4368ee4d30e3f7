/**
 * All chunks in one piece. The SDK's own way, a pipe, copies a single chunk, too, and leaves all of them to V8's slowest
 * collection.
 */
export async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks)
}
