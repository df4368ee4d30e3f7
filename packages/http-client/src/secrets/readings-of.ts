import { decodeBase64 } from './decode-base64.ts'
import { decodeBackslashes, decodeEntities, decodePercent } from './decode-escapes.ts'
import { decodeHexadecimal } from './decode-hexadecimal.ts'
import { plainReading, type Reading } from './reading.ts'

/** How often what was encoded may have been encoded again: JSON in a string of JSON in base64, and one more. */
const MOST_LAYERS = 4

/**
 * All readings of a text: as it stands, and with layers of encodings taken off, in any order.
 *
 * @param most - bytes that are read in all
 * @returns whether these are all readings; `false`: there would be more bytes
 */
export function* readingsOf(text: Uint8Array, most: number): Generator<Reading, boolean> {
  let layer: readonly Reading[] = [plainReading(text)]
  let left = most
  for (let count = 0; count <= MOST_LAYERS && layer.length > 0; count += 1) {
    const next: Reading[] = []
    for (const reading of layer) {
      left -= reading.bytes.length
      if (left < 0) return false
      yield reading
      if (count < MOST_LAYERS) next.push(...decodings(reading))
    }
    layer = next
  }
  return true
}

function decodings(reading: Reading): Reading[] {
  const unescaped = [decodePercent(reading), decodeBackslashes(reading), decodeEntities(reading)]
  return [
    ...unescaped.filter((decoded) => decoded !== undefined),
    ...decodeBase64(reading),
    ...decodeHexadecimal(reading),
  ]
}
