import { createHash } from 'node:crypto'
import type { ServedFile } from '@mlflow-artifacts/testing/fault-server'

/** SHA-256 of a served file, in hex. */
export function digestOf(file: ServedFile): string {
  const hash = createHash('sha256')
  for (const piece of file.read(0, file.size)) hash.update(piece)
  return hash.digest('hex')
}
