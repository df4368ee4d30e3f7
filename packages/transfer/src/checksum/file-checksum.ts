import type { FileHandle } from 'node:fs/promises'
import type { Checksum } from '@mlflow-artifacts/repository'
import type { Hasher } from './create-hasher.ts'
import { hashersOf } from './hashers-of.ts'

const BLOCK_BYTES = 1024 * 1024

/**
 * The checksum of a file, computed as the store's was; `undefined` where the file has fewer bytes.
 *
 * @param checksum - the store's, whose value is not looked at
 * @param size - of the file, in bytes
 */
export async function fileChecksum(
  file: FileHandle,
  { algorithm, partSize }: Checksum,
  size: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  const createHasher = await hashersOf(algorithm)
  const whole = createHasher()
  if (partSize === undefined) return (await update(whole, file, 0, size, signal)) ? whole.digest() : undefined
  for (let start = 0; start < size; start += partSize) {
    const part = createHasher()
    if (!(await update(part, file, start, Math.min(size, start + partSize), signal))) return undefined
    whole.update(part.digest())
  }
  return whole.digest()
}

async function update(
  hasher: Hasher,
  file: FileHandle,
  start: number,
  end: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, end - start))
  for (let position = start; position < end; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await file.read(block, 0, Math.min(block.byteLength, end - position), position)
    if (bytesRead === 0) return false
    hasher.update(block.subarray(0, bytesRead))
    position += bytesRead
  }
  return true
}
