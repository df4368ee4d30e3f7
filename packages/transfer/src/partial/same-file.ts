import { type BigIntStats, lstatSync } from 'node:fs'
import { lstat, rm } from 'node:fs/promises'
import type { QuickLook } from '@mlflow-artifacts/repository'

/** Whether two are one file. */
export function isSameFile(one: BigIntStats, other: BigIntStats | undefined): boolean {
  return one.dev === other?.dev && one.ino === other.ino
}

/** What has a name, without following a link; `undefined`: nothing. */
export async function lstatIfThere(path: string, look?: QuickLook): Promise<BigIntStats | undefined> {
  const later = (): Promise<BigIntStats> => lstat(path, { bigint: true })
  const seen = look === undefined ? later() : look.take(() => lstatSync(path, { bigint: true }), later)
  return await seen.catch(() => undefined)
}

/** Removes a file, if that can be done, from under its name, unless the name is another file's by now. */
export async function removeIfSame(path: string, file: BigIntStats): Promise<void> {
  if (isSameFile(file, await lstatIfThere(path))) await rm(path, { force: true }).catch(() => undefined)
}
