import { type Cipher, createCipheriv, createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DataFile } from './data-file.ts'

const PIECE = 2 ** 20

/** Writes a file of bytes that nothing can compress; the same path has the same bytes in every run. */
export async function writeDataFile(folder: string, path: string, size: number): Promise<DataFile> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  const stream = keystream(path)
  const zeros = Buffer.alloc(PIECE)
  const hash = createHash('sha256')
  const file = await open(join(folder, path), 'w')
  try {
    for (let at = 0; at < size; at += PIECE) {
      const piece = stream.update(zeros.subarray(0, Math.min(PIECE, size - at)))
      hash.update(piece)
      await file.write(piece)
    }
  } finally {
    await file.close()
  }
  return { path, size, sha256: hash.digest('hex') }
}

function keystream(name: string): Cipher {
  const key = createHash('sha256').update(name).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
}
