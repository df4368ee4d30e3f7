import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Arena } from './arena.ts'

const BLOCK = 4096

/** Right bytes at their right place in the partial file. */
export async function bytesOnDisk({ dstPath, file }: Arena): Promise<number> {
  const names = await readdir(dstPath).catch(() => [])
  const part = names.find((name) => name.endsWith('.part'))
  if (part === undefined) return 0
  const handle = await open(join(dstPath, part))
  try {
    const block = Buffer.alloc(BLOCK)
    let right = 0
    for (let start = 0; start < file.size; start += BLOCK) {
      const length = Math.min(BLOCK, file.size - start)
      await handle.read(block, 0, length, start)
      const expected = Buffer.concat([...file.read(start, start + length)])
      if (expected.equals(block.subarray(0, length))) right += length
    }
    return right
  } finally {
    await handle.close()
  }
}
