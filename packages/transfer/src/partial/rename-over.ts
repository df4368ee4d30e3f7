import { renameSync } from 'node:fs'
import { lstat, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { QuickCalls } from '@mlflow-artifacts/repository'
import { isRefusal } from '../is-refusal.ts'
import { partialName } from './partial-name.ts'

/**
 * Gives a file the name of another, which it replaces. Where the file system replaces nothing, the other is put aside
 * first, and back where that was in vain: for a moment nothing has the name, and never half a file.
 */
export async function renameOver(from: string, to: string, calls: QuickCalls): Promise<void> {
  try {
    await calls.make(
      () => renameSync(from, to),
      () => rename(from, to),
    )
  } catch (error) {
    if (!isRefusal(error) || !(await isReplaceable(to))) throw error
    const aside = join(dirname(to), partialName(basename(to)))
    // The first refusal says more than this one would.
    await rename(to, aside).catch(() => Promise.reject(error))
    try {
      await rename(from, to)
    } catch (failure) {
      await rename(aside, to)
      throw failure
    }
    await rm(aside, { force: true }).catch(() => undefined)
  }
}

async function isReplaceable(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined)
  return stats !== undefined && !stats.isDirectory()
}
