import type { BigIntStats } from 'node:fs'
import { opendir, rmdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { lstatIfThere } from './same-file.ts'

/**
 * Removes the directory in which a process asked which names are one, if that can be done. It holds numbered directories
 * with nothing but empty files and directories in them, all of this user; one with anything else in it was not made by a
 * probe, and stays as it is.
 */
export async function removeProbe(path: string): Promise<void> {
  if (!isOwn(await lstatIfThere(path)) || !(await holds(path, isOfProbe))) return
  await removeEmpty(path).catch(() => undefined)
}

async function isOfProbe(path: string, name: string): Promise<boolean> {
  return /^\d{1,16}$/.test(name) && (await isEmpty(path))
}

/** Whether nothing with content is there, at any depth. */
async function isEmpty(path: string): Promise<boolean> {
  const stats = await lstatIfThere(path)
  if (!isOwn(stats)) return false
  return stats.isDirectory() ? await holds(path, isEmpty) : stats.isFile() && stats.size === 0n
}

async function holds(
  directory: string,
  isAllowed: (path: string, name: string) => Promise<boolean>,
): Promise<boolean> {
  try {
    for await (const { name } of await opendir(directory)) {
      if (!(await isAllowed(join(directory, name), name))) return false
    }
    return true
  } catch {
    return false
  }
}

/** Each thing by itself, so that nothing goes that came meanwhile. */
async function removeEmpty(path: string): Promise<void> {
  const stats = await lstatIfThere(path)
  if (stats?.isFile() === true && stats.size === 0n) return await unlink(path)
  if (stats?.isDirectory() !== true) return
  for await (const { name } of await opendir(path)) await removeEmpty(join(path, name))
  await rmdir(path)
}

function isOwn(stats: BigIntStats | undefined): stats is BigIntStats {
  const user = process.geteuid?.()
  return stats !== undefined && (user === undefined || stats.uid === BigInt(user))
}
