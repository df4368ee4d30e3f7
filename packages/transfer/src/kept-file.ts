import { constants } from 'node:fs'
import { lstat, open } from 'node:fs/promises'
import { chosenChecksum } from './checksum/chosen-checksum.ts'
import { fileChecksum } from './checksum/file-checksum.ts'
import { discard } from './discard.ts'
import type { Finished } from './download-progress.ts'
import type { FileTransfer } from './file-transfer.ts'

/** What is looked at may have become a link or a pipe meanwhile. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

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
  if (checksum === undefined || content.size !== size) return false
  const file = await open(target, READ_FLAGS).catch(() => undefined)
  if (file === undefined) return false
  try {
    const stats = await file.stat()
    if (!stats.isFile() || stats.size !== size) return false
    const actual = await fileChecksum(file, checksum, size, signal)
    return actual !== undefined && Buffer.compare(actual, checksum.value) === 0
  } finally {
    await file.close()
  }
}
