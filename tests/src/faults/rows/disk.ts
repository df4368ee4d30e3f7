import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { bytesFile } from '@mlflow-artifacts/testing/fault-server'
import { type Arena, PART } from '../arena.ts'
import { DownloadProcess } from '../children/download-process.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const execute = promisify(execFile)
const DESCRIPTORS = 64
const FILES = 150
const NOBODY = 65_534

type DiskFault = (arena: Arena) => Promise<TrialResult>

const FAULTS: readonly DiskFault[] = [
  noSpaceFromTheStart,
  noSpaceInTheMiddle,
  readOnlyDisk,
  noPermission,
  longName,
]

/** What the disk refuses is a typed error, and leaves nothing under a final name. */
export const diskRow: MatrixRow = {
  name: '15 disk full, read-only, forbidden; long names',
  trials: onBackends(['PL', 'PR', 'PS', 'GC', 'HT', 'FS'], async (arena, seed) => {
    const fault = FAULTS[seed % FAULTS.length] ?? noSpaceFromTheStart
    return await fault(arena)
  }),
  whole: 50,
  sample: 10,
}

/** Out of descriptors, a download goes on with fewer files at once. */
export const descriptorsRow: MatrixRow = {
  name: '15 ulimit -n 64',
  trials: onBackends(['PL', 'PS', 'GC'], async (arena) => {
    const { server, dstPath } = arena
    for (let index = 0; index < FILES; index += 1) {
      server.tree.set(`many/${index}`, bytesFile(String(index).repeat(PART / 2)))
    }
    const child = await DownloadProcess.start({
      execPath: '/bin/sh',
      execArgv: ['-c', `ulimit -n ${DESCRIPTORS}; exec "$0" "$@"`, process.execPath],
    })
    try {
      const options = { dstPath, concurrency: DESCRIPTORS, maxConnections: DESCRIPTORS, retryBaseMs: 1 }
      const result = await child.run({
        trackingUri: server.origin,
        source: arena.sourceOf('many'),
        options,
        environment: arena.environment,
      })
      if (result?.path === undefined) throw new Error(`It failed: ${result?.code} ${result?.message}`)
      const there = (await readdir(join(dstPath, 'many'))).length
      if (there !== FILES) throw new Error(`${there} files of ${FILES}`)
      return { outcome: 'right' }
    } finally {
      await child.end()
    }
  }),
  whole: 20,
  sample: 2,
  atOnce: 2,
}

/** Runs something on a small disk in memory, where one can be mounted; elsewhere the trial has nothing to try. */
async function onSmallDisk(bytes: number, use: (disk: string) => Promise<TrialResult>): Promise<TrialResult> {
  const disk = await mkdtemp(join(tmpdir(), 'small-disk-'))
  try {
    const isMounted = await execute('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', disk]).then(
      () => true,
      () => false,
    )
    if (!isMounted) return { outcome: 'skipped' }
    return await use(disk).finally(() => execute('umount', [disk]))
  } finally {
    await rm(disk, { recursive: true, force: true })
  }
}

async function noSpaceFromTheStart(arena: Arena): Promise<TrialResult> {
  return await onSmallDisk(PART, (disk) => expectCode(arena, disk, 'RESOURCE_EXHAUSTED'))
}

async function noSpaceInTheMiddle(arena: Arena): Promise<TrialResult> {
  const { random, file } = arena
  return await onSmallDisk(2 * 2 ** 20, async (disk) => {
    // A copy has no server that could call back in the middle.
    if (arena.backend === 'FS') return await expectCode(arena, disk, undefined)
    const filler = join(disk, 'filler')
    let filling: Promise<void> | undefined
    const run = (): void => {
      filling = writeFile(filler, Buffer.alloc(2 ** 21)).catch(() => undefined)
    }
    arena.dataFaults = (_request, index) => ({
      drip: { bytes: 16 * 1024, everyMs: 1 },
      ...(index < 2 && { when: { sent: random.integer(0, file.size - 1), run } }),
    })
    const result = await expectCode(arena, disk, undefined)
    await filling
    return result
  })
}

async function readOnlyDisk(arena: Arena): Promise<TrialResult> {
  return await onSmallDisk(2 ** 20, async (disk) => {
    await execute('mount', ['-o', 'remount,ro', disk])
    return await expectCode(arena, disk, 'PERMISSION_DENIED')
  })
}

/** Permissions do not bind root: another user downloads. */
async function noPermission(arena: Arena): Promise<TrialResult> {
  const { server, source, dstPath, environment } = arena
  if (process.getuid?.() !== 0) return { outcome: 'skipped' }
  await mkdir(dstPath)
  await chmod(dirname(dstPath), 0o755)
  const child = await DownloadProcess.start()
  const job = { trackingUri: server.origin, source, environment }
  try {
    // Its code is loaded first: others may not enter the folder that it is in.
    await child.run({ ...job, options: { dstPath: `${dstPath}-before` } })
    const result = await child.run({ ...job, options: { dstPath }, user: NOBODY })
    if (result?.code !== 'PERMISSION_DENIED')
      throw new Error(`It ended with ${result?.code} ${result?.message}`)
  } finally {
    await child.end()
  }
  return { outcome: 'refused' }
}

/** One name that the disk cannot hold; the other file arrives all the same. */
async function longName(arena: Arena): Promise<TrialResult> {
  if (arena.backend === 'FS' || arena.backend === 'HT') return { outcome: 'skipped' }
  arena.server.tree.set(`tree/${'x'.repeat(300)}`, bytesFile('long'))
  arena.server.tree.set('tree/short', bytesFile('short'))
  const { dstPath } = arena
  const error = await arena
    .artifacts()
    .downloadArtifacts(arena.sourceOf('tree'), { dstPath })
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
  const { code } = error instanceof Error && 'code' in error ? error : { code: 'none' }
  if (code !== 'INVALID_PARAMETER_VALUE') throw new Error(`It ended with ${code}`, { cause: error })
  const names = await readdir(join(dstPath, 'tree'))
  if (names.join() !== 'short') throw new Error(`There are ${names.join(', ')}`)
  return { outcome: 'refused' }
}

/** @param code - of the error that is expected; `undefined`: success, or a full disk */
async function expectCode(arena: Arena, dstPath: string, code: string | undefined): Promise<TrialResult> {
  const result = await arena.at(dstPath).attempt({ resume: arena.random.next() < 0.5 })
  const { error } = arena
  if (code === undefined && result.outcome === 'right') return result
  const { code: actual } = error instanceof Error && 'code' in error ? error : { code: 'none' }
  if (actual !== (code ?? 'RESOURCE_EXHAUSTED')) throw new Error(`It ended with ${actual}`, { cause: error })
  return result
}
