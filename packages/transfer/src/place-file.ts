import { basename, dirname, join } from 'node:path'
import { Destination } from './destination.ts'
import { diskError } from './disk-error.ts'
import { PartialFile } from './partial/partial-file.ts'
import { partialName } from './partial/partial-name.ts'

/** A file that {@link placeFile} writes. */
export interface PlacedFile {
  /** The directory of the download. It must exist. */
  readonly dstPath: string
  /** Relative to it, POSIX. */
  readonly path: string
  readonly bytes: Uint8Array
}

/**
 * Writes a small file beside what was downloaded, as downloads write theirs: it appears at once and whole, replaces a file
 * of its name, and goes neither through a link nor out of the destination.
 *
 * @throws UnsafePathError where it would lie outside the destination, also through a symbolic link
 * @throws MlflowError with a code that says why the disk refused it
 */
export async function placeFile({ dstPath, path, bytes }: PlacedFile): Promise<void> {
  const destination = await Destination.open(dstPath, Number.POSITIVE_INFINITY)
  const { target, isServedByKernel, confirmDirectory } = await destination.prepareFile(path)
  try {
    const partial = join(dirname(target), partialName(basename(target)))
    const file = await PartialFile.createBrief(partial, {
      looks: isServedByKernel,
      changes: isServedByKernel,
    })
    try {
      await file.write([bytes], 0)
      await file.commit({ target, durable: false, confirmDirectory })
    } catch (error) {
      await file.discard()
      throw error
    }
  } catch (error) {
    throw diskError(error, target)
  }
}
