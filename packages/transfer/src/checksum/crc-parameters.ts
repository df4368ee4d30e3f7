import type { CrcParameters } from './combine-crc.ts'

/** The checksums that can be combined over ranges, and so be computed while the ranges come in any order. */
export const CRC_PARAMETERS: Readonly<Record<CrcAlgorithm, CrcParameters>> = {
  crc32: { width: 32n, polynomial: 0xedb88320n },
  crc32c: { width: 32n, polynomial: 0x82f63b78n },
  crc64nvme: { width: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
}

/** The name of a checksum that can be combined over ranges. */
export type CrcAlgorithm = 'crc32' | 'crc32c' | 'crc64nvme'
