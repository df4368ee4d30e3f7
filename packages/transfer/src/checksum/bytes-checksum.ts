import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Checksum } from '@mlflow-artifacts/repository'
import type { Hasher } from './create-hasher.ts'
import { hashersOf } from './hashers-of.ts'

/** How much is computed before others have their turn, and the signal is looked at. */
const BLOCK_BYTES = 8 * 1024 * 1024
/** What a part costs besides its bytes: as much as so many. */
const PART_COST_BYTES = 8 * 1024

/**
 * The checksum of bytes in memory, computed as the store's was.
 *
 * @param checksum - the store's, whose value is not looked at
 */
export async function bytesChecksum(
  bytes: Uint8Array,
  { algorithm, partSize }: Checksum,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const createHasher = await hashersOf(algorithm)
  let left = BLOCK_BYTES
  const update = async (hasher: Hasher, start: number, end: number): Promise<void> => {
    for (let position = start; position < end; ) {
      if (left <= 0) {
        await nextTurn()
        signal?.throwIfAborted()
        left = BLOCK_BYTES
      }
      const block = bytes.subarray(position, Math.min(end, position + left))
      hasher.update(block)
      position += block.byteLength
      left -= block.byteLength
    }
  }

  const whole = createHasher()
  if (partSize === undefined) {
    await update(whole, 0, bytes.byteLength)
    return whole.digest()
  }
  for (let start = 0; start < bytes.byteLength; start += partSize) {
    const part = createHasher()
    await update(part, start, Math.min(bytes.byteLength, start + partSize))
    whole.update(part.digest())
    left -= PART_COST_BYTES
  }
  return whole.digest()
}
