const KIBIBYTE = 1024
/**
 * What a request has in memory at the most: a batch that is written and one that is gathered, each of up to 1 MiB and a chunk,
 * and what its connection reads into.
 */
export const MOST_REQUEST_BYTES: number = 4 * KIBIBYTE * KIBIBYTE
/** The pieces of memory that a connection reads into are larger than what it finds there. */
const AROUND = 256 * KIBIBYTE

/**
 * The memory that one request may hold, in bytes.
 *
 * @param length - of the body, in bytes; `undefined`: nobody knows
 */
export function requestBytes(length: number | undefined): number {
  return length === undefined ? MOST_REQUEST_BYTES : Math.min(MOST_REQUEST_BYTES, length + AROUND)
}
