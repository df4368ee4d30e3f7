import { createReadStream } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { chosenChecksum } from './checksum/chosen-checksum.ts'
import { createHasher } from './checksum/create-hasher.ts'
import { discard } from './discard.ts'
import type { Finished } from './download-progress.ts'
import type { FileTransfer } from './file-transfer.ts'

/** What is kept of a file that stands at the target; `undefined` where it is to be replaced, or none stands there. */
export async function keptFile(transfer: FileTransfer): Promise<Finished | undefined> {
  const { target, settings } = transfer
  if (settings.overwrite === 'always') return undefined
  const stats = await lstat(target).catch(() => undefined)
  if (stats === undefined) return undefined
  if (settings.overwrite === 'never') return { bytes: stats.size, verified: 'none', kept: true }
  if (!stats.isFile() || !(await isUnchanged(transfer, stats.size))) return undefined
  return { bytes: stats.size, verified: 'checksum', kept: true }
}

async function isUnchanged(
  { repository, info, target, settings, signal }: FileTransfer,
  size: number,
): Promise<boolean> {
  if (info.fileSize !== undefined && info.fileSize !== size) return false
  const content = await repository.open(info.path, { signal })
  await discard(content.body)
  const checksum = chosenChecksum(content.checksums, settings.verify)
  if (checksum === undefined || checksum.partSize !== undefined || content.size !== size) return false
  const hasher = createHasher(checksum.algorithm)
  for await (const chunk of createReadStream(target, { highWaterMark: 1024 * 1024 })) hasher.update(chunk)
  return Buffer.compare(hasher.digest(), checksum.value) === 0
}
