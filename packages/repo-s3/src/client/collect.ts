/**
 * All chunks in one piece. The SDK's own way, a pipe, copies a single chunk, too, and leaves all of them to V8's slowest
 * collection.
 *
 * @param release - takes each chunk back that has been copied
 */
export async function collect(
  stream: AsyncIterable<Uint8Array>,
  release?: (chunk: Uint8Array) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  const [only] = chunks
  if (only !== undefined && chunks.length === 1 && release === undefined) return only
  const whole = Buffer.concat(chunks)
  if (release !== undefined) chunks.forEach(release)
  return whole
}
