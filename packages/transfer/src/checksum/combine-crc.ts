/** A reflected CRC whose register starts and ends inverted, as CRC-32, CRC-32C and CRC-64/NVME are. */
export interface CrcParameters {
  readonly width: bigint
  /** Reflected. */
  readonly polynomial: bigint
}

/**
 * The CRC of two pieces of data, from the CRC of each: `x^(8·lengthOfSecond)` times the first, plus the second, in the
 * field of the polynomial. No byte is read again.
 *
 * @param power - {@link powerFor} the length of the second, which takes fifty times as long as this
 */
export function combineCrc(crc: CrcParameters, first: bigint, second: bigint, power: bigint): bigint {
  return multiply(crc, power, first) ^ second
}

/** What a CRC is multiplied by where so many bytes follow. */
export function powerFor(crc: CrcParameters, bytes: number): bigint {
  let power = 1n << (crc.width - 1n)
  let square = 1n << (crc.width - 2n)
  for (let rest = BigInt(bytes) * 8n; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) power = multiply(crc, power, square)
    square = multiply(crc, square, square)
  }
  return power
}

// In the reflected notation the highest bit is x^0.
function multiply({ width, polynomial }: CrcParameters, a: bigint, b: bigint): bigint {
  let product = 0n
  let shifted = b
  for (let bit = 1n << (width - 1n); bit > 0n; bit >>= 1n) {
    if ((a & bit) !== 0n) product ^= shifted
    shifted = (shifted & 1n) === 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n
  }
  return product
}
