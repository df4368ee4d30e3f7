import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

const execute = promisify(execFile)
const ODD: string = join(import.meta.dirname, 'odd-file-system.py')
/** The system's own, where Debian's packages put their modules. */
const PYTHON = '/usr/bin/python3'

/** What a file system has in particular, as `odd-file-system.py` names it. */
export type Quirk =
  | 'sequential'
  | 'chmod'
  | 'statfs'
  | 'rename'
  | 'rename-never'
  | 'readdir'
  | 'fold'
  | 'sync'

/** Mounts a FUSE file system with quirks, for one test; `undefined` where that cannot be had on this machine. */
export async function mountOdd(...quirks: Quirk[]): Promise<string | undefined> {
  if (!(await succeeds(PYTHON, ['-c', 'import fusepy']))) return undefined
  const { source, mountPoint } = await makeDirectories()
  const process = spawn(PYTHON, [ODD, quirks.join(','), source, mountPoint], { stdio: 'inherit' })
  const exit = once(process, 'exit')
  onTestFinished(async () => {
    await execute('umount', [mountPoint]).catch(() => undefined)
    await exit
  })
  const before = (await stat(join(mountPoint, '..'))).dev
  while (process.exitCode === null && (await stat(mountPoint)).dev === before) await turn()
  return process.exitCode === null ? mountPoint : undefined
}

/** Mounts an NTFS that does not tell capitals apart, as Windows does; `undefined` where that cannot be had. */
export async function mountNtfs(): Promise<string | undefined> {
  const { source, mountPoint } = await makeDirectories()
  const image = join(source, 'image')
  await writeFile(image, '')
  await truncate(image, 8 * 1024 * 1024)
  const isMounted =
    (await succeeds('mkntfs', ['-F', '-Q', image])) &&
    (await succeeds('lowntfs-3g', ['-o', 'ignore_case', image, mountPoint]))
  if (!isMounted) return undefined
  onTestFinished(async () => {
    await execute('umount', [mountPoint])
  })
  return mountPoint
}

/** Mounts an empty directory that nobody can write to; `undefined` where that cannot be had. */
export async function mountReadOnly(): Promise<string | undefined> {
  const { mountPoint } = await makeDirectories()
  if (!(await succeeds('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', mountPoint]))) return undefined
  onTestFinished(async () => {
    await execute('umount', [mountPoint])
  })
  return mountPoint
}

async function makeDirectories(): Promise<{ readonly source: string; readonly mountPoint: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'file-system-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [source, mountPoint] = [join(folder, 'source'), join(folder, 'mounted')]
  await mkdir(source)
  await mkdir(mountPoint)
  return { source, mountPoint }
}

async function succeeds(command: string, parameters: readonly string[]): Promise<boolean> {
  return await execute(command, [...parameters]).then(
    () => true,
    () => false,
  )
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
