import { lstat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Answer } from './answer.ts'
import { partHashersOf } from './checksum/part-checksum.ts'
import type { Finished } from './download-progress.ts'
import type { FileTransfer } from './file-transfer.ts'
import type { Identity } from './identity.ts'
import type { Part } from './part/part.ts'
import type { PartMap } from './part/part-map.ts'
import { assertFreeSpace } from './partial/assert-free-space.ts'
import { Family, hasRelatives } from './partial/family.ts'
import { OwnFiles } from './partial/own-files.ts'
import { type Commit, PartialFile } from './partial/partial-file.ts'
import { partialName } from './partial/partial-name.ts'
import { removeRelatives } from './partial/remove-relatives.ts'
import { ResumableFile } from './partial/resumable-file.ts'
import { verifiedFile, verifiedPath } from './verified-file.ts'

/** Downloads that are started together end together, more or less. */
const JUST_MS = 60_000

/** The partial file of one download, whether or not a later one can go on with it. */
export interface PartialDownload {
  readonly file: PartialFile
  /** Bytes of a part were written to the file. */
  advance(bytes: number, part: Part): void
  /** Waits where more is in the file than a killed process would remember. */
  remembered(): Promise<void> | undefined
  /** @throws PartialLost where another file has its hidden name by now, or none */
  commit(commit: Commit): Promise<void>
  /** Leaves the file for a later download, where one can go on with it. */
  keep(): Promise<void>
  discard(): Promise<void>
}

/**
 * The partial file of a download: one that another process left, with its parts restored, or a new one. Where another
 * download has it, that one is waited for; what it made is right only if it is what the store says.
 *
 * @param answer - is given up before a wait
 */
export async function openPartial(
  transfer: FileTransfer,
  identity: Identity,
  map: PartMap,
  answer: Answer,
): Promise<PartialDownload | Finished> {
  const { target, settings, signal, meter } = transfer
  const assertRoom = (bytes: number): Promise<void> => assertFreeSpace(target, bytes)
  if (settings.resume) {
    const family = new Family({ target, artifact: artifactOf(transfer), identity, partSize: map.partSize })
    const made = (await isNew(target)) ? await verifiedPath(target, identity, signal) : undefined
    if (made !== undefined) {
      await answer.giveUp()
      await removeRelatives(family, await OwnFiles.in(dirname(target)), signal)
      return made
    }
    const opened = await ResumableFile.open({
      family,
      map,
      target,
      quietAfterMs: settings.quietAfterMs,
      createHasher: await partHashersOf(identity.checksum),
      beforeWaiting: () => answer.giveUp(),
      onRestored: (bytes) => meter.wrote(bytes),
      assertFreeSpace: assertRoom,
      signal,
    })
    if (opened instanceof ResumableFile) return opened
    try {
      const finished = opened && (await verifiedFile(opened, identity, signal))
      if (finished !== undefined) return finished
    } finally {
      await opened?.close()
    }
  }
  await assertRoom(map.size)
  return await unshared(target, map.size)
}

/** Whether somebody has begun with the same artifact, and may have left something to go on with. */
export async function isBegun(transfer: FileTransfer): Promise<boolean> {
  const { info, settings, target } = transfer
  const mayBeResumed = settings.resume && (info.fileSize ?? settings.partsFrom) >= settings.partsFrom
  return mayBeResumed && (await hasRelatives(target, artifactOf(transfer)))
}

function artifactOf({ repository, info }: FileTransfer): string {
  return `${repository.uri}\n${info.path}`
}

/** Whether a file has just got its name: by another download, which was a little earlier. */
async function isNew(target: string): Promise<boolean> {
  const stats = await lstat(target).catch(() => undefined)
  return stats?.isFile() === true && Math.abs(Date.now() - stats.ctimeMs) < JUST_MS
}

/** A file that is removed whatever ends the download, unless it is finished. */
async function unshared(target: string, size: number): Promise<PartialDownload> {
  const file = await PartialFile.create(join(dirname(target), partialName(basename(target))))
  try {
    await file.handle.truncate(size)
  } catch (error) {
    await file.discard()
    throw error
  }
  return {
    file,
    advance: () => undefined,
    remembered: () => undefined,
    commit: (commit) => file.commit(commit),
    keep: () => file.discard(),
    discard: () => file.discard(),
  }
}
