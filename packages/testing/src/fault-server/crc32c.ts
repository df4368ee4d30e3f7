/** Of the bytes 0 to 255, by the polynomial of Castagnoli. */
const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  return value
})

/** The CRC32C of bytes, in the base64 form that stores give. Slow, which does for the files of tests. */
export function crc32c(pieces: Iterable<Uint8Array>): string {
  let crc = 0xffffffff
  for (const piece of pieces) {
    for (const byte of piece) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  }
  const digest = Buffer.alloc(4)
  digest.writeUInt32BE((crc ^ 0xffffffff) >>> 0)
  return digest.toString('base64')
}
