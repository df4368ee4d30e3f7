import { lstat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ArtifactContent } from '@mlflow-artifacts/repository'
import type { Answer } from './answer.ts'
import { chosenChecksum } from './checksum/chosen-checksum.ts'
import type { Finished } from './download-progress.ts'
import type { FileTransfer } from './file-transfer.ts'
import { OwnFiles } from './partial/own-files.ts'
import { lstatIfThere } from './partial/same-file.ts'
import { verifiedPath } from './verified-file.ts'

/** What is kept of a file that stands at the target, whatever the store has; `undefined` where none does. */
export async function anyKeptFile(target: string): Promise<Finished | undefined> {
  const stats = await lstat(target).catch(() => undefined)
  return stats && { bytes: stats.size, verified: 'none', kept: true }
}

/**
 * What is kept of a file that is what the store has, by its size, and by its checksum or else by its time: the one that a
 * download gave it, which {@link timeToKeep} says. `undefined` where it is to be replaced, or none stands there.
 *
 * @param answer - is given up where it would have to wait for the disk
 */
export async function unchangedFile(
  { target, info, settings, signal }: FileTransfer,
  answer: Answer,
): Promise<Finished | undefined> {
  const { content } = answer
  const { size } = content
  const stats = await lstatIfThere(target)
  if (stats === undefined || size === undefined || stats.size !== BigInt(size)) return undefined
  if (info.fileSize !== undefined && info.fileSize !== size) return undefined
  const checksum = chosenChecksum(content.checksums, settings.verify)
  if (checksum !== undefined) {
    await answer.giveUp()
    // What cannot be read is replaced.
    const verified = await verifiedPath(target, { size, checksum }, signal).catch(() => undefined)
    signal?.throwIfAborted()
    return verified && { ...verified, kept: true }
  }
  const isOwn = (await OwnFiles.in(dirname(target))).has(stats)
  const isOfThatTime = content.modifiedAt !== undefined && stats.mtimeMs === BigInt(content.modifiedAt)
  return isOwn && isOfThatTime ? { bytes: size, verified: 'size', kept: true } : undefined
}

/**
 * The time that a file gets, in milliseconds since 1970, so that a later download knows it again; `undefined` where a
 * checksum tells, and where nobody asked for it.
 */
export function timeToKeep(content: ArtifactContent, { settings }: FileTransfer): number | undefined {
  const isTold = chosenChecksum(content.checksums, settings.verify) !== undefined
  return settings.overwrite === 'ifChanged' && !isTold ? content.modifiedAt : undefined
}
