import { basename } from 'node:path'
import type { Family } from './family.ts'
import { isOfDead } from './is-of-dead.ts'
import type { OwnFiles } from './own-files.ts'
import { isFreeName, isManifestName, tagOfPart } from './partial-name.ts'
import { readTag } from './read-manifest.ts'
import { removeLeft } from './remove-left.ts'
import { lstatIfThere } from './same-file.ts'

/** More are left to the next download: this one has to begin. */
const MOST_AT_ONCE = 100

/**
 * Removes what was left of the artifact of a family, where nobody works on it any more: by whoever has taken what was of
 * use, or needs nothing.
 */
export async function removeRelatives(
  family: Family,
  files: OwnFiles,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const path of (await family.relatives()).slice(0, MOST_AT_ONCE)) {
    signal?.throwIfAborted()
    const name = basename(path)
    if (isFreeName(name) || (await isLeft(path, files))) await removeLeft(path)
  }
}

async function isLeft(path: string, files: OwnFiles): Promise<boolean> {
  const isManifest = isManifestName(basename(path))
  const tag = isManifest ? await readTag(path, undefined, files) : tagOfPart(basename(path))
  if (tag !== undefined) return isOfDead(tag)
  // Its header comes at once: its process was killed in between. Whoever lives in spite of that shares nothing with others.
  const stats = isManifest ? await lstatIfThere(path) : undefined
  return stats !== undefined && stats.size === 0n && files.has(stats)
}
