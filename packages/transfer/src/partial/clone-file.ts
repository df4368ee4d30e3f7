import { constants } from 'node:fs'
import { copyFile, type FileHandle } from 'node:fs/promises'

/**
 * Makes a new file that shares the blocks of an open one until either changes, where the file system can: nothing is read
 * or written. Linux only, where an open file has a path that no other can take.
 *
 * @returns `false` where it cannot, and nothing was made
 */
export async function cloneFile({ fd }: FileHandle, path: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const flags = constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE
  return await copyFile(`/proc/self/fd/${fd}`, path, flags).then(
    () => true,
    () => false,
  )
}
