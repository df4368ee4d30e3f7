import { basename } from 'node:path'
import type { Family } from './family.ts'
import { isOfDead } from './is-of-dead.ts'
import type { OwnFiles } from './own-files.ts'
import { isFreeName, isManifestName, tagOfPart } from './partial-name.ts'
import { readTag } from './read-manifest.ts'
import { removeLeft } from './remove-left.ts'

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
    const tag = isManifestName(name) ? await readTag(path, undefined, files) : tagOfPart(name)
    if (isFreeName(name) || (tag !== undefined && isOfDead(tag))) await removeLeft(path)
  }
}
