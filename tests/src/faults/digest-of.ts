import { crc32 } from 'node:zlib'
import type { ServedFile } from '@mlflow-artifacts/testing/fault-server'

/** CRC-32 of a served file. */
export function digestOf(file: ServedFile): number {
  let digest = 0
  for (const piece of file.read(0, file.size)) digest = crc32(piece, digest)
  return digest
}
