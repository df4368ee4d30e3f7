import { gzipSync } from 'node:zlib'
import type { Fault } from '../fault.ts'

/** A small body, encoded with gzip, that decodes to so many zeros. */
export function gzipBomb(decodedBytes: number): Fault {
  const headers = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' }
  return { answer: { status: 200, headers, body: gzipSync(Buffer.alloc(decodedBytes)) } }
}
