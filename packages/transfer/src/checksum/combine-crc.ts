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
 * @param lengthOfSecond - in bytes
 */
export function combineCrc(
  crc: CrcParameters,
  first: bigint,
  second: bigint,
  lengthOfSecond: number,
): bigint {
  return multiply(crc, powerOfX(crc, BigInt(lengthOfSecond) * 8n), first) ^ second
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

function powerOfX(crc: CrcParameters, exponent: bigint): bigint {
  let power = 1n << (crc.width - 1n)
  let square = 1n << (crc.width - 2n)
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) power = multiply(crc, power, square)
    square = multiply(crc, square, square)
  }
  return power
}
