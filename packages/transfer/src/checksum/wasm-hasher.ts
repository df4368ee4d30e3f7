import type { Hasher } from './create-hasher.ts'

/** Computes a CRC that Node does not know, at about 1 GB/s; the library is loaded when it is first needed. */
export async function wasmHasher(algorithm: 'crc32c' | 'crc64nvme'): Promise<Hasher> {
  const { createCRC32, createCRC64 } = await import('hash-wasm')
  const hasher = await (algorithm === 'crc32c' ? createCRC32(0x82f63b78) : createCRC64('9a6c9329ac4bc9b5'))
  return {
    update: (bytes) => void hasher.update(bytes),
    digest: () => Buffer.from(hasher.digest(), 'hex'),
  }
}
