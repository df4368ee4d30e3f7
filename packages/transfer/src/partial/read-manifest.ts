import type { PartMap } from '../part/part-map.ts'
import { type Manifest, parseManifest, parseTagLine } from './manifest.ts'
import type { OwnFiles } from './own-files.ts'

/** A header, and what hours of signs of life add. */
const BASE_BYTES = 2 ** 20
/** What the records of one part take at most: one each time that half of it was written, and some in between. */
const BYTES_PER_PART = 1024
const HEADER_BYTES = 512

/** Reads the manifest of a file with these parts; `undefined` for anything else, which is not waited for either. */
export async function readManifest(
  path: string,
  map: PartMap,
  family: string,
  files: OwnFiles,
): Promise<Manifest | undefined> {
  const text = await readStart(path, files, BASE_BYTES + map.parts.length * BYTES_PER_PART)
  return text === undefined ? undefined : parseManifest(text, map, family)
}

/**
 * Which partial file a manifest is of.
 *
 * @param family - the only one that counts; `undefined`: any
 */
export async function readTag(
  path: string,
  family: string | undefined,
  files: OwnFiles,
): Promise<string | undefined> {
  const text = await readStart(path, files, HEADER_BYTES)
  return text === undefined ? undefined : parseTagLine(text, family)
}

/** What a manifest begins with: no more than this, however long it is. */
async function readStart(path: string, files: OwnFiles, most: number): Promise<string | undefined> {
  const file = await files.open(path)
  if (file === undefined) return undefined
  try {
    const { size } = file.stats
    const bytes = Buffer.alloc(size < most ? Number(size) : most)
    const { bytesRead } = await file.handle.read(bytes, 0, bytes.byteLength, 0)
    return bytes.toString('utf8', 0, bytesRead)
  } catch {
    return undefined
  } finally {
    await file.handle.close()
  }
}
