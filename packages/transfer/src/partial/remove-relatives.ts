import { basename } from 'node:path'
import { isOfDead } from './is-of-dead.ts'
import type { OwnFiles } from './own-files.ts'
import { isFreeName, isManifestName, tagOfPart } from './partial-name.ts'
import { readTag } from './read-manifest.ts'
import { removeLeft } from './remove-left.ts'

/**
 * Removes what was left of an artifact, where nobody works on it any more: by whoever has just taken what was of use.
 *
 * @param paths - of partial files and manifests of the artifact
 */
export async function removeRelatives(paths: readonly string[], files: OwnFiles): Promise<void> {
  for (const path of paths) {
    const name = basename(path)
    const tag = isManifestName(name) ? await readTag(path, files) : tagOfPart(name)
    if (isFreeName(name) || (tag !== undefined && isOfDead(tag))) await removeLeft(path)
  }
}
