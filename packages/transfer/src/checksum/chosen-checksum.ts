import type { Checksum, ChecksumAlgorithm } from '@mlflow-artifacts/repository'
import { CRC_PARAMETERS, type CrcAlgorithm } from './crc-parameters.ts'

/** Which checksums of the store are computed. MD5 costs as much as the transfer itself. */
export type VerifyMode = 'default' | 'all' | 'size'

const CHEAPEST_FIRST: readonly ChecksumAlgorithm[] = [
  'crc32',
  'crc32c',
  'crc64nvme',
  'xxhash64',
  'xxhash128',
  'xxhash3',
  'sha1',
  'sha256',
  'sha512',
]
const STRONGEST_FIRST: readonly ChecksumAlgorithm[] = [
  'sha512',
  'sha256',
  'sha1',
  'md5',
  'xxhash128',
  'xxhash3',
  'xxhash64',
  'crc64nvme',
  'crc32c',
  'crc32',
]

/**
 * The checksum to verify an artifact by, or the bytes of one answer; `undefined` where the store gave none that is wanted.
 *
 * @param of - what it is to be a checksum of. Default: the whole artifact
 */
export function chosenChecksum(
  checksums: readonly Checksum[],
  mode: VerifyMode,
  of: Checksum['of'] = 'whole',
): Checksum | undefined {
  if (mode === 'size' || checksums.length === 0) return undefined
  const algorithms = mode === 'all' ? STRONGEST_FIRST : CHEAPEST_FIRST
  const wanted = checksums.filter((checksum) => checksum.of === of)
  return algorithms
    .map((name) => wanted.find(({ algorithm }) => algorithm === name))
    .find((checksum) => checksum !== undefined)
}

/** How large the parts of a file have to be for their checksums to make up the one of the whole. */
export function partSizeFor(checksum: Checksum | undefined, size: number, preferred: number): number {
  if (checksum === undefined) return preferred
  // One that cannot be put together is computed over a single part.
  return checksum.partSize ?? (isCombinable(checksum.algorithm) ? preferred : size)
}

/** Whether a checksum can be put together from those of ranges. */
export function isCombinable(algorithm: ChecksumAlgorithm): algorithm is CrcAlgorithm {
  return Object.hasOwn(CRC_PARAMETERS, algorithm)
}
