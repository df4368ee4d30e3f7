import { createHash } from 'node:crypto'
import type { ServedFile } from './served-file.ts'

/** A file of these bytes. */
export function bytesFile(content: string | Uint8Array, options: Partial<ServedFile> = {}): ServedFile {
  const bytes = Buffer.from(content)
  return {
    size: bytes.byteLength,
    etag: `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`,
    read: (start, end) => [bytes.subarray(start, end)],
    ...options,
  }
}
