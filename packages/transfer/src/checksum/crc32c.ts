const REVERSED_POLYNOMIAL = 0x82f63b78

let tables: Int32Array | undefined

/**
 * Continues the CRC32C of what came before with more bytes. As with `zlib.crc32`, it starts at 0. For where
 * `nativeCrc32c` is not there, which is several times as fast.
 */
export function crc32c(bytes: Uint8Array, previous = 0): number {
  tables ??= makeTables()
  const table = tables
  const entry = (distance: number, byte: number): number => table[distance * 256 + byte] ?? 0
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const words = bytes.byteLength - (bytes.byteLength % 4)
  let register = ~previous
  for (let offset = 0; offset < words; offset += 4) {
    const word = register ^ view.getInt32(offset, true)
    register =
      entry(3, word & 0xff) ^
      entry(2, (word >>> 8) & 0xff) ^
      entry(1, (word >>> 16) & 0xff) ^
      entry(0, word >>> 24)
  }
  for (let offset = words; offset < bytes.byteLength; offset += 1) {
    register = (register >>> 8) ^ entry(0, (register ^ view.getUint8(offset)) & 0xff)
  }
  return ~register >>> 0
}

/** Table `n` is for a byte with `n` bytes behind it in the same word. */
function makeTables(): Int32Array {
  const made = new Int32Array(4 * 256)
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? REVERSED_POLYNOMIAL : 0)
    made[byte] = crc
  }
  for (let index = 256; index < made.length; index += 1) {
    const before = made[index - 256] ?? 0
    made[index] = (before >>> 8) ^ (made[before & 0xff] ?? 0)
  }
  return made
}
