const CARRIAGE_RETURN = 0x0d
const LINE_FEED = 0x0a

/** UTF-8 text with every line ending as a line feed, as Python reads text; in the same memory. */
export function withLineFeeds(bytes: Buffer): Buffer {
  const first = bytes.indexOf(CARRIAGE_RETURN)
  if (first === -1) return bytes
  let written = first
  for (let index = first; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0
    bytes[written] = byte === CARRIAGE_RETURN ? LINE_FEED : byte
    written += 1
    if (byte === CARRIAGE_RETURN && bytes[index + 1] === LINE_FEED) index += 1
  }
  return bytes.subarray(0, written)
}
