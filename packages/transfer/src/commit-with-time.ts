import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { isSameFile } from './partial/same-file.ts'

/** What got the name meanwhile may be a link or a pipe. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Gives a file its final name, and then its time: as long as it is partial, its time is the sign of life of its process.
 * A file that does not get it is only downloaded once more.
 *
 * @param handle - of the file, which `commit` closes
 * @param time - in milliseconds since 1970; `undefined` leaves the time of the download
 */
export async function commitWithTime(
  handle: FileHandle,
  target: string,
  time: number | undefined,
  commit: () => Promise<void>,
): Promise<void> {
  if (time === undefined) return await commit()
  const file = await handle.stat({ bigint: true })
  await commit()
  const placed = await open(target, FLAGS).catch(() => undefined)
  try {
    // Another download may have put its file there by now.
    if (placed !== undefined && isSameFile(file, await placed.stat({ bigint: true })))
      await placed.utimes(time / 1000, time / 1000)
  } catch {
    // Some file systems keep no times.
  } finally {
    await placed?.close()
  }
}
