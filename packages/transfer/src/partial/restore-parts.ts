import type { FileHandle } from 'node:fs/promises'
import { crc32 } from '../checksum/crc-32.ts'
import type { Hasher } from '../checksum/create-hasher.ts'
import type { PartMap } from '../part/part-map.ts'
import type { PartRecord } from './manifest.ts'
import type { PartialFile } from './partial-file.ts'

const BLOCK_BYTES = 1024 * 1024

/** What {@link restoreParts} works on. */
export interface Restoring {
  /** What another process wrote. */
  readonly from: FileHandle
  /** The file of this process, where it is another one: what is worth keeping is copied into it. */
  readonly into: PartialFile | undefined
  readonly map: PartMap
  /** Computes the store's checksum of a part; `undefined` where none has to be computed. */
  createHasher(): Hasher | undefined
  /** Is told of the bytes of a part that are kept. */
  onRestored(bytes: number): void
  readonly signal: AbortSignal | undefined
}

/**
 * Takes over the parts that hold what their records say; a part that does not stays empty. The store's checksum is
 * computed from the bytes, never taken from the records.
 */
export async function restoreParts(records: readonly PartRecord[], restoring: Restoring): Promise<void> {
  const block = Buffer.allocUnsafe(BLOCK_BYTES)
  for (const record of records) await restorePart(record, block, restoring)
}

async function restorePart(
  { index, written, crc }: PartRecord,
  block: Buffer,
  { from, into, map, createHasher, onRestored, signal }: Restoring,
): Promise<void> {
  const part = map.parts[index]
  if (part === undefined || written === 0) return
  const hasher = createHasher()
  let position = part.start
  let actual = 0
  for (let left = written; left > 0; ) {
    signal?.throwIfAborted()
    const { bytesRead } = await from.read(block, 0, Math.min(block.byteLength, left), position)
    if (bytesRead === 0) return
    const bytes = block.subarray(0, bytesRead)
    actual = crc32(bytes, actual)
    hasher?.update(bytes)
    await into?.write([bytes], position)
    position += bytesRead
    left -= bytesRead
  }
  if (actual !== crc) return
  part.restore(written, crc, hasher)
  onRestored(written)
}
