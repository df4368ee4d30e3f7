import type { Checksum } from '@mlflow-artifacts/repository'
import { hashersOf } from './hashers-of.ts'

/**
 * The checksum of bytes in memory, computed as the store's was.
 *
 * @param checksum - the store's, whose value is not looked at
 */
export async function bytesChecksum(
  bytes: Uint8Array,
  { algorithm, partSize }: Checksum,
): Promise<Uint8Array> {
  const createHasher = await hashersOf(algorithm)
  const whole = createHasher()
  if (partSize === undefined) {
    whole.update(bytes)
    return whole.digest()
  }
  for (let start = 0; start < bytes.byteLength; start += partSize) {
    const part = createHasher()
    part.update(bytes.subarray(start, start + partSize))
    whole.update(part.digest())
  }
  return whole.digest()
}
