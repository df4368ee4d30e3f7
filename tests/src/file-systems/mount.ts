import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findPythonEnvironment } from '../../servers/python-environment.mjs'
import { spawnTied } from '../servers/spawn-tied.ts'

const execute = promisify(execFile)
const ODD: string = join(import.meta.dirname, 'odd-file-system.py')
const POLL_MS = 10
/** Where in Python an error was raised. */
const TRACE = /^(Traceback| ).*\n/gm

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
  | 'hold'

/** A file system of the tests' own. */
export interface MountedFileSystem {
  readonly path: string
  /** Takes it away, with all that is on it. */
  unmount(): Promise<void>
}

/** A file system that cannot be had on this machine, and why. */
export class CannotMount extends Error {
  override readonly name = 'CannotMount'
}

/**
 * Mounts a FUSE file system with quirks.
 *
 * @throws CannotMount
 */
export async function mountOdd(...quirks: Quirk[]): Promise<MountedFileSystem> {
  if (!existsSync('/dev/fuse')) throw new CannotMount('This kernel has no /dev/fuse.')
  const environment = findPythonEnvironment()
  if (!environment?.installed) throw new CannotMount('The Python of the tests is not installed.')
  const { python } = environment
  return await mountBy(python, ({ source, mountPoint }) => [ODD, quirks.join(','), source, mountPoint])
}

/**
 * Mounts an NTFS that does not tell capitals apart, as Windows does.
 *
 * @throws CannotMount
 */
export async function mountNtfs(): Promise<MountedFileSystem> {
  return await mountBy('lowntfs-3g', async ({ source, mountPoint }) => {
    const image = join(source, 'image')
    await writeFile(image, '')
    await truncate(image, 8 * 1024 * 1024)
    await executeToMount('mkntfs', ['-F', '-Q', image])
    return ['-o', 'ignore_case,no_detach', image, mountPoint]
  })
}

/**
 * Mounts an empty directory that nobody can write to.
 *
 * @throws CannotMount
 */
export async function mountReadOnly(): Promise<MountedFileSystem> {
  const { folder, mountPoint } = await makeDirectories()
  try {
    await executeToMount('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', mountPoint])
  } catch (error) {
    await rm(folder, { recursive: true })
    throw error
  }
  return {
    path: mountPoint,
    async unmount() {
      await execute('umount', [mountPoint])
      await rm(folder, { recursive: true })
    },
  }
}

interface Directories {
  readonly folder: string
  /** Holds what the file system shows. */
  readonly source: string
  readonly mountPoint: string
}

/** Mounts what a process shows as long as it runs. */
async function mountBy(
  command: string,
  argumentsFor: (directories: Directories) => readonly string[] | Promise<readonly string[]>,
): Promise<MountedFileSystem> {
  const directories = await makeDirectories()
  const { folder, mountPoint } = directories
  const before = (await stat(mountPoint)).dev
  const remove = (): Promise<void> => rm(folder, { recursive: true })
  try {
    const given = await argumentsFor(directories)
    const server = spawnTied({ command, arguments: given, environment: process.env, folder: tmpdir() })
    let log = ''
    server.stdout.resume()
    server.stderr.on('data', (chunk: Buffer) => {
      log = `${log}${chunk}`.slice(-1_000)
    })
    const ended = once(server, 'close')
    while (server.exitCode === null && (await stat(mountPoint)).dev === before) await delay(POLL_MS)
    if (server.exitCode !== null) {
      await ended
      throw new CannotMount(`${command} mounts nothing: ${log.replaceAll(TRACE, '').trim()}`)
    }
    return {
      path: mountPoint,
      async unmount() {
        server.kill()
        await ended
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

async function makeDirectories(): Promise<Directories> {
  const folder = await mkdtemp(join(tmpdir(), 'file-system-'))
  const [source, mountPoint] = [join(folder, 'source'), join(folder, 'mounted')]
  await mkdir(source)
  await mkdir(mountPoint)
  return { folder, source, mountPoint }
}

async function executeToMount(command: string, parameters: readonly string[]): Promise<void> {
  await execute(command, [...parameters]).catch((error: Error) => {
    throw new CannotMount(error.message.trim(), { cause: error })
  })
}
