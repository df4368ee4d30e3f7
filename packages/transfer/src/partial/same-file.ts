import type { BigIntStats } from 'node:fs'
import { lstat, rm } from 'node:fs/promises'

/** Whether two are one file. */
export function isSameFile(one: BigIntStats, other: BigIntStats | undefined): boolean {
  return one.dev === other?.dev && one.ino === other.ino
}

/** What has a name, without following a link; `undefined`: nothing. */
export async function lstatIfThere(path: string): Promise<BigIntStats | undefined> {
  return await lstat(path, { bigint: true }).catch(() => undefined)
}

/** Removes a file, if that can be done, from under its name, unless the name is another file's by now. */
export async function removeIfSame(path: string, file: BigIntStats): Promise<void> {
  if (isSameFile(file, await lstatIfThere(path))) await rm(path, { force: true }).catch(() => undefined)
}
