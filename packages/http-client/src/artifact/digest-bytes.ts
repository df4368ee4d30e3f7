import type { ChecksumAlgorithm } from '@mlflow-artifacts/repository'

/** Bytes of a digest. */
export const DIGEST_BYTES: Readonly<Record<ChecksumAlgorithm, number>> = {
  crc64nvme: 8,
  crc32c: 4,
  crc32: 4,
  xxhash64: 8,
  xxhash3: 8,
  xxhash128: 16,
  sha1: 20,
  sha512: 64,
  sha256: 32,
  md5: 16,
}
