import { crc32 } from '../checksum/crc-32.ts'
import { createPartHasher } from '../checksum/part-checksum.ts'
import type { Part } from '../part/part.ts'
import { PartMap } from '../part/part-map.ts'
import type { Manifest, PartRecord } from './manifest.ts'
import type { PartialFile } from './partial-file.ts'

const BLOCK_BYTES = 1024 * 1024

/** The parts of a partial file that hold what its manifest says; a part that does not is empty. */
export async function verifiedParts(file: PartialFile, manifest: Manifest): Promise<PartMap> {
  const { size, partSize, checksum, parts: records } = manifest
  const map = new PartMap(size, partSize)
  for (const record of records) {
    const part = map.parts[record.index]
    if (part === undefined) continue
    // A complete part has its checksum in the manifest; for another one it is computed on from here.
    if (checksum !== null && record.digest === null) part.hasher = createPartHasher(checksum.algorithm)
    await fill(part, record, file)
  }
  return map
}

async function fill(part: Part, { written, crc, digest }: PartRecord, file: PartialFile): Promise<void> {
  const block = Buffer.allocUnsafe(Math.min(BLOCK_BYTES, written))
  let position = part.start
  let actual = 0
  for (let left = written; left > 0; ) {
    const { bytesRead } = await file.handle.read(block, 0, Math.min(block.byteLength, left), position)
    if (bytesRead === 0) break
    const bytes = block.subarray(0, bytesRead)
    actual = crc32(bytes, actual)
    part.hasher?.update(bytes)
    position += bytesRead
    left -= bytesRead
  }
  if (actual !== crc || position !== part.start + written) {
    part.hasher = undefined
    return
  }
  part.restore(written, crc, digest === null ? undefined : Buffer.from(digest, 'hex'))
}
