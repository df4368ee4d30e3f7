import type { ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import type { Part } from '../part/part.ts'
import { createHasher, type Hasher } from './create-hasher.ts'

/** What computes a checksum of a part; `undefined` for CRC-32, which every part has to be resumed by. */
export function createPartHasher(algorithm: ChecksumAlgorithm): Hasher | undefined {
  return algorithm === 'crc32' ? undefined : createHasher(algorithm)
}

/** The checksum of a complete part; `undefined` where it was not computed. */
export function partChecksum(part: Part, algorithm: ChecksumAlgorithm): Uint8Array | undefined {
  if (algorithm !== 'crc32') return part.digest
  const digest = Buffer.alloc(4)
  digest.writeUInt32BE(part.crc)
  return digest
}
