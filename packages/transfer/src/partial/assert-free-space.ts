import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'

/** A smaller file is written about as fast as the disk is asked, and says the same. */
const WORTH_ASKING_BYTES = 256 * 1024

/**
 * Refuses a file that the disk has no room for, before its first byte is fetched. A disk that cannot say, or says that it
 * has no blocks at all, is asked by writing to it.
 *
 * @throws MlflowError `RESOURCE_EXHAUSTED`
 */
export async function assertFreeSpace(target: string, bytes: number | undefined): Promise<void> {
  if (bytes === undefined || bytes < WORTH_ASKING_BYTES) return
  const disk = await statfs(dirname(target)).catch(() => undefined)
  if (disk === undefined || disk.blocks * disk.bsize === 0 || disk.bavail * disk.bsize >= bytes) return
  throw new MlflowError(
    `Cannot write '${target}': it has ${bytes} bytes, and ${disk.bavail * disk.bsize} are free`,
    {
      code: 'RESOURCE_EXHAUSTED',
      uri: target,
      hint: 'The disk is full: free some space, or choose another dstPath.',
    },
  )
}
