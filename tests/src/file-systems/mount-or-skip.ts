import { onTestFinished, type TestContext } from 'vitest'
import { CannotMount, type MountedFileSystem } from './mount.ts'

const printed = new Set<string>()

/** Where a file system is mounted for one test, which is skipped, with the reason, where it cannot be had. */
export async function mountOrSkip(
  mounting: Promise<MountedFileSystem>,
  skip: TestContext['skip'],
): Promise<string> {
  try {
    const { path, unmount } = await mounting
    onTestFinished(unmount)
    return path
  } catch (error) {
    if (!(error instanceof CannotMount)) throw error
    // The usual reporter keeps the reasons of skipped tests to itself.
    if (!printed.has(error.message)) console.warn(`Skipped: ${error.message}`)
    printed.add(error.message)
    return skip(error.message)
  }
}
