import type { Hasher } from '../checksum/create-hasher.ts'
import type { PartMap } from '../part/part-map.ts'
import { cloneFile } from './clone-file.ts'
import type { Family, LeftManifest } from './family.ts'
import { isOfDead } from './is-of-dead.ts'
import type { Manifest } from './manifest.ts'
import type { ManifestFile } from './manifest-file.ts'
import type { OwnFiles } from './own-files.ts'
import { PartialFile } from './partial-file.ts'
import { readManifest } from './read-manifest.ts'
import { removeLeft } from './remove-left.ts'
import { restoreParts } from './restore-parts.ts'

/** What {@link takeOver} works on. */
export interface TakingOver {
  readonly family: Family
  readonly files: OwnFiles
  readonly map: PartMap
  /** What this process has made already: its manifest, and the tag of its partial file. */
  readonly manifest: ManifestFile
  readonly tag: string
  /** Computes the store's checksum of a part; `undefined` where none has to be computed. */
  createHasher(): Hasher | undefined
  /** Is told of bytes that need not be fetched. */
  onRestored(bytes: number): void
  /** Refuses a file that the disk has no room for. */
  assertFreeSpace(bytes: number): Promise<void>
  readonly signal: AbortSignal | undefined
}

/**
 * Makes the partial file of this process from what others left. The file of a process that is certainly no more, or that
 * ended its work on it, becomes this process's own; from one of a process that is only silent, and may wake up, the parts
 * that are right are copied.
 *
 * @param left - manifests that nobody is seen to work on
 * @returns `undefined` where nothing was left that could be used
 */
export async function takeOver(
  taking: TakingOver,
  left: readonly LeftManifest[],
): Promise<PartialFile | undefined> {
  const { family, files, map } = taking
  let file: PartialFile | undefined
  try {
    for (const { path, isFree } of left) {
      taking.signal?.throwIfAborted()
      const found = await readManifest(path, map, family.id, files)
      if (found === undefined) {
        await removeLeft(path)
        continue
      }
      const held = family.partPath(found.tag)
      const free = family.partPath(found.tag, true)
      if (file === undefined && found.parts.length > 0) {
        const isDead = isFree || isOfDead(found.tag)
        file = (await adopt(taking, found, free)) ?? (await (isDead ? adopt : copy)(taking, found, held))
      }
      // What it held is in the file of this process, or is worth nothing. Its process begins anew should it wake up.
      for (const done of [path, held, free]) await removeLeft(done)
    }
    return file
  } catch (error) {
    await file?.discard()
    throw error
  }
}

async function adopt(
  taking: TakingOver,
  { parts }: Manifest,
  from: string,
): Promise<PartialFile | undefined> {
  const { family, files, map, manifest, tag, createHasher, onRestored, assertFreeSpace, signal } = taking
  // On record first: killed behind the next line, this process leaves what the one before left.
  await manifest.record(parts)
  const file = await PartialFile.adopt(from, family.partPath(tag), files)
  if (file === undefined) return undefined
  try {
    await restoreParts(parts, { from: file.handle, into: undefined, map, createHasher, onRestored, signal })
    await assertFreeSpace(map.size - map.written)
    await file.handle.truncate(map.size)
    return file
  } catch (error) {
    await file.leave(family.partPath(tag, true))
    throw error
  }
}

async function copy(taking: TakingOver, { parts }: Manifest, from: string): Promise<PartialFile | undefined> {
  const { family, files, map, manifest, tag, createHasher, onRestored, assertFreeSpace, signal } = taking
  const source = await files.open(from)
  if (source === undefined) return undefined
  const path = family.partPath(tag)
  let file: PartialFile | undefined
  try {
    const isClone = await cloneFile(source.handle, path)
    if (!isClone) await assertFreeSpace(map.size)
    file = isClone ? await PartialFile.adopt(path, path, files) : await PartialFile.create(path)
    if (file === undefined) return undefined
    await file.handle.truncate(map.size)
    const into = isClone ? undefined : file
    const read = isClone ? file.handle : source.handle
    await restoreParts(parts, { from: read, into, map, createHasher, onRestored, signal })
    await manifest.record(map.parts.filter(({ written }) => written > 0))
    return file
  } catch (error) {
    await file?.discard()
    throw error
  } finally {
    await source.handle.close()
  }
}
