import { type BigIntStats, lstatSync } from 'node:fs'
import { lstat, rename, rm } from 'node:fs/promises'
import type { QuickCalls } from '@mlflow-artifacts/repository'

/** Whether two are one file, which is certain only as long as somebody has it open: numbers are given again. */
export function isSameFile(one: BigIntStats, other: BigIntStats | undefined): boolean {
  return one.dev === other?.dev && one.ino === other.ino
}

/** What has a name, without following a link; `undefined`: nothing. */
export async function lstatIfThere(path: string, calls?: QuickCalls): Promise<BigIntStats | undefined> {
  const later = (): Promise<BigIntStats> => lstat(path, { bigint: true })
  try {
    return await (calls === undefined ? later() : calls.make(() => lstatSync(path, { bigint: true }), later))
  } catch {
    return undefined
  }
}

/** Gives a file that is open another name, if that can be done, unless its name is another file's by now. */
export async function renameIfSame(path: string, file: BigIntStats, to: string): Promise<void> {
  if (isSameFile(file, await lstatIfThere(path))) await rename(path, to).catch(() => undefined)
}

/** Removes a file that is open, if that can be done, unless its name is another file's by now. */
export async function removeIfSame(path: string, file: BigIntStats): Promise<void> {
  if (isSameFile(file, await lstatIfThere(path))) await rm(path, { force: true }).catch(() => undefined)
}
