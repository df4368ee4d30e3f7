import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isOfDead } from './is-of-dead.ts'
import { isManifestName, isProbeName, isResumableName, tagOfPart } from './partial-name.ts'
import { removeLeft } from './remove-left.ts'
import { removeProbe } from './remove-probe.ts'
import { lstatIfThere } from './same-file.ts'

/**
 * Removes the partial files in a directory that nobody goes on with, and the directories of probes: those of processes that
 * are certainly no more, unless a manifest says how far they are; and every one that nobody has touched for a long time,
 * whoever made it.
 *
 * What cannot be done is left to others: no download fails for it.
 *
 * @param ageMs - how long that is, in milliseconds
 */
export async function removeOrphans(
  directory: string,
  ageMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const name of await readdir(directory).catch(() => [])) {
    signal?.throwIfAborted()
    const tag = tagOfPart(name)
    if (tag === undefined && !isManifestName(name)) continue
    const path = join(directory, name)
    const isForNobody = tag !== undefined && !isResumableName(name) && isOfDead(tag)
    if (!isForNobody && !(await isOlder(path, ageMs))) continue
    await removeLeft(path)
    if (isProbeName(name)) await removeProbe(path)
  }
}

async function isOlder(path: string, ageMs: number): Promise<boolean> {
  const stats = await lstatIfThere(path)
  return stats !== undefined && Date.now() - Number(stats.mtimeMs) > ageMs
}
