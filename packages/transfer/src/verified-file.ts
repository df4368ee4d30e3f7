import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { fileChecksum } from './checksum/file-checksum.ts'
import type { Finished } from './download-progress.ts'
import type { Identity } from './identity.ts'
import { SAFELY } from './partial/own-files.ts'

/** What is looked at may have become a link or a pipe meanwhile. */
const READ_FLAGS = constants.O_RDONLY | SAFELY

/** What a file has to be. */
export type Content = Pick<Identity, 'size' | 'checksum'>

/** How a file of this machine is verified that has the bytes which the store has; `undefined`: it has others. */
export async function verifiedFile(
  file: FileHandle,
  { size, checksum }: Content,
  signal: AbortSignal | undefined,
): Promise<Finished | undefined> {
  const stats = await file.stat()
  if (!stats.isFile() || stats.size !== size) return undefined
  if (checksum === undefined) return { bytes: size, verified: 'size', kept: false }
  const actual = await fileChecksum(file, checksum, size, signal)
  if (actual === undefined || Buffer.compare(actual, checksum.value) !== 0) return undefined
  return { bytes: size, verified: 'checksum', kept: false }
}

/** The same of what stands under a name, if a checksum says it. */
export async function verifiedPath(
  path: string,
  content: Content,
  signal: AbortSignal | undefined,
): Promise<Finished | undefined> {
  if (content.checksum === undefined) return undefined
  const file = await open(path, READ_FLAGS).catch(() => undefined)
  try {
    return file && (await verifiedFile(file, content, signal))
  } finally {
    await file?.close()
  }
}
