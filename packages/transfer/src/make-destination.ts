import { mkdir, stat } from 'node:fs/promises'
import { diskError } from './disk-error.ts'

/**
 * Makes a directory for downloads, and its parents, where they are missing.
 *
 * @throws MlflowError with a code that says why it cannot be made; where a file stands there, `download` says so
 */
export async function makeDestination(dstPath: string): Promise<void> {
  try {
    await mkdir(dstPath, { recursive: true })
  } catch (error) {
    const isThere = await stat(dstPath).then(
      () => true,
      () => false,
    )
    if (!isThere) throw diskError(error, dstPath)
  }
}
