import type { Checksum, ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import type { Part } from '../part/part.ts'
import type { Hasher } from './create-hasher.ts'
import { hashersOf } from './hashers-of.ts'

/** What makes the hashers of parts: none where there is no checksum, or a CRC-32, which every part has to be resumed by. */
export async function partHashersOf(checksum: Checksum | undefined): Promise<() => Hasher | undefined> {
  if (checksum === undefined || checksum.algorithm === 'crc32') return () => undefined
  return await hashersOf(checksum.algorithm)
}

/** The checksum of a complete part; `undefined` where it was not computed. */
export function partChecksum(part: Part, algorithm: ChecksumAlgorithm): Uint8Array | undefined {
  if (algorithm !== 'crc32') return part.digest
  const digest = Buffer.alloc(4)
  digest.writeUInt32BE(part.crc)
  return digest
}
