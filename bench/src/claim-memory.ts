import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'

const BLOCK: Buffer = Buffer.alloc(1024 * 1024, 1)

/**
 * Writes as much as is going to be written, and deletes it. A virtual machine may give memory back to its host when it
 * is not used for some seconds; who then writes a GiB first waits two seconds for it, whoever that is.
 */
export async function claimMemory(folder: string, bytes: number): Promise<void> {
  const path = join(folder, 'claimed')
  const file = await open(path, 'w')
  for (let written = 0; written < bytes; written += BLOCK.byteLength) await file.write(BLOCK)
  await file.close()
  await rm(path)
}
