import { SeededRandom } from './seeded-random.ts'
import type { ServedFile } from './served-file.ts'

// A prime, so that bytes at the wrong place of a file are other bytes, whatever the size of its parts.
const PERIOD = 65_521
const PIECE_BYTES = 64 * 1024

/** A file of any size that takes no memory: its content comes from the seed, which its ETag names. */
export function generatedFile(size: number, seed: number, options: Partial<ServedFile> = {}): ServedFile {
  const period = new SeededRandom(seed).bytes(PERIOD)
  const repeated = Buffer.concat([period, period, period])
  return {
    size,
    etag: `"${seed.toString(16).padStart(16, '0')}-${size}"`,
    *read(start, end) {
      for (let position = start; position < end; position += PIECE_BYTES) {
        const offset = position % PERIOD
        yield repeated.subarray(offset, offset + Math.min(PIECE_BYTES, end - position))
      }
    },
    ...options,
  }
}
