import { lstat } from 'node:fs/promises'
import { chosenChecksum } from './checksum/chosen-checksum.ts'
import { discard } from './discard.ts'
import type { Finished } from './download-progress.ts'
import type { FileTransfer } from './file-transfer.ts'
import { verifiedPath } from './verified-file.ts'

/** What is kept of a file that stands at the target; `undefined` where it is to be replaced, or none stands there. */
export async function keptFile(transfer: FileTransfer): Promise<Finished | undefined> {
  const { target, settings } = transfer
  if (settings.overwrite === 'always') return undefined
  const stats = await lstat(target).catch(() => undefined)
  if (stats === undefined) return undefined
  if (settings.overwrite === 'never') return { bytes: stats.size, verified: 'none', kept: true }
  const verified = stats.isFile() ? await unchanged(transfer, stats.size) : undefined
  return verified && { ...verified, kept: true }
}

async function unchanged(
  { repository, info, target, settings, signal }: FileTransfer,
  size: number,
): Promise<Finished | undefined> {
  if (info.fileSize !== undefined && info.fileSize !== size) return undefined
  const content = await repository.open(info.path, { signal })
  await discard(content.body)
  const checksum = chosenChecksum(content.checksums, settings.verify)
  return content.size === size ? await verifiedPath(target, { size, checksum }, signal) : undefined
}
