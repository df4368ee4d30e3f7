import type { Checksum } from '@mlflow-artifacts/repository'
import { createHasher } from './create-hasher.ts'

/**
 * The checksum of bytes in memory, computed as the store's was.
 *
 * @param checksum - the store's, whose value is not looked at
 */
export function bytesChecksum(bytes: Uint8Array, { algorithm, partSize }: Checksum): Uint8Array {
  const whole = createHasher(algorithm)
  if (partSize === undefined) {
    whole.update(bytes)
    return whole.digest()
  }
  for (let start = 0; start < bytes.byteLength; start += partSize) {
    const part = createHasher(algorithm)
    part.update(bytes.subarray(start, start + partSize))
    whole.update(part.digest())
  }
  return whole.digest()
}
