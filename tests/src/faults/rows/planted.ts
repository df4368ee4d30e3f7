import { execFile } from 'node:child_process'
import {
  chown,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { SeededRandom } from '@mlflow-artifacts/testing/fault-server'
import { bytesFile } from '@mlflow-artifacts/testing/fault-server'
import type { Arena } from '../arena.ts'
import { interrupted } from '../interrupted.ts'
import { type MatrixRow, type TrialResult, WrongFile } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const execute = promisify(execFile)
const OUTSIDE = 'what stood outside'

/** Puts something under the name of a partial file or a manifest, which is gone by then. */
type Plant = (path: string, outside: string, random: SeededRandom) => Promise<unknown>

const PLANTS: readonly [Plant, ...Plant[]] = [
  (path, outside) => symlink(outside, path),
  (path) => symlink('/dev/zero', path),
  (path) => symlink('/nonexistent/file', path),
  (path, outside) => link(outside, path),
  (path) => execute('mkfifo', [path]),
  (path) => mkdir(path),
  (path) => mkdir(join(path, 'full'), { recursive: true }),
  (path, _outside, random) => writeFile(path, random.bytes(random.integer(0, 100_000))),
  async (path) => {
    await writeFile(path, '{"version":2,"tag":"00000000-1-1-0000000000000000"}\n')
    await truncate(path, 8 * 2 ** 30)
  },
  async (path) => {
    await writeFile(path, '{"version":2,"tag":"00000000-1-1-0000000000000000"}\n')
    if (process.geteuid?.() === 0) await chown(path, 12_345, 12_345)
  },
]

/** What is planted where partial files are is neither followed nor written nor believed nor waited for. */
export const plantedBeforeRow: MatrixRow = {
  name: '27 planted before',
  trials: onBackends(['PL', 'PS', 'GC', 'HT', 'FS'], async (arena) => {
    const outside = await outsideOf(arena)
    await interrupted(arena)
    const { dstPath, random } = arena
    const names = (await readdir(dstPath)).filter((name) => /\.part(?:\.json)?$/.test(name))
    const name = random.pick(names.length === 0 ? ['.model.bin.1.part.json'] : [names[0] ?? '', ...names])
    const path = join(dstPath, random.next() < 0.2 ? otherGeneration(name, random) : name)
    await rm(path, { force: true, recursive: true })
    await random.pick(PLANTS)(path, outside, random)
    const result = await judge(arena, { quietAfterMs: 100 })
    await assertUntouched(outside)
    return result
  }),
  whole: 200,
  sample: 20,
}

/** The same while the download is under way. */
export const plantedMeanwhileRow: MatrixRow = {
  name: '27 planted meanwhile',
  trials: onBackends(['PL', 'PS', 'GC', 'HT'], async (arena) => {
    const outside = await outsideOf(arena)
    const { dstPath, random, file } = arena
    const at = random.integer(0, file.size - 1)
    let planted: Promise<void> | undefined
    arena.onSent = () => {
      if (arena.sent >= at) planted ??= plant()
    }
    const plant = async (): Promise<void> => {
      for (const name of await readdir(dstPath).catch(() => [])) {
        // Who may replace the finished file needs no partial one.
        if (!name.startsWith('.') || random.next() < 0.5) continue
        await rm(join(dstPath, name), { force: true })
        await random
          .pick(PLANTS)(join(dstPath, name), outside, random)
          .catch(() => undefined)
      }
    }
    arena.dataFaults = () => ({ drip: { bytes: 16 * 1024, everyMs: 1 } })
    const result = await judge(arena, { quietAfterMs: 100 })
    await planted
    await assertUntouched(outside)
    return result
  }),
  whole: 200,
  sample: 20,
}

/** A directory that becomes a link to another place while files go into it: none of them gets a name there. */
export const swappedDirectoryRow: MatrixRow = {
  name: '27 directory swapped for a link',
  trials: onBackends(['PL', 'PS', 'GC'], async (arena) => {
    const { server, random, dstPath } = arena
    for (let index = 0; index < 40; index += 1)
      server.tree.set(`run/many/${index}.txt`, bytesFile(random.bytes(random.integer(1, 2_000))))
    const elsewhere = join(dirname(dstPath), 'elsewhere')
    await mkdir(elsewhere)
    const directory = join(dstPath, 'many')
    const after = random.integer(1, 30)
    let requests = 0
    let swapped: Promise<void> | undefined
    const swap = async (): Promise<void> => {
      await rename(directory, `${directory}-moved`)
      await symlink(elsewhere, directory)
    }
    server.faults = () => {
      requests += 1
      if (requests > after) swapped ??= swap().catch(() => undefined)
      return { drip: { bytes: 500, everyMs: 1 } }
    }
    const artifacts = arena.artifacts()
    await artifacts
      .downloadArtifacts(arena.sourceOf('run/many'), { dstPath, concurrency: 4 })
      .catch(() => undefined)
    await swapped
    const outside = (await readdir(elsewhere)).filter((name) => !name.endsWith('.part'))
    if (outside.length > 0) throw new WrongFile(`${outside.length} files outside: ${outside[0]}`)
    return { outcome: 'refused' }
  }),
  whole: 50,
  sample: 5,
}

async function outsideOf({ dstPath }: Arena): Promise<string> {
  const outside = join(dirname(dstPath), 'outside.txt')
  await writeFile(outside, OUTSIDE)
  return outside
}

async function assertUntouched(outside: string): Promise<void> {
  if ((await readFile(outside, 'utf8')) !== OUTSIDE) throw new WrongFile('It wrote to a file outside')
}

/** The download ends with the right file, or with none and an error. */
async function judge(arena: Arena, options: { readonly quietAfterMs: number }): Promise<TrialResult> {
  const error = await arena.download(options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const stands = await arena.stands()
  if (!stands && error === undefined) throw new WrongFile('It succeeded without a file')
  if (error !== undefined) throw new Error('It failed', { cause: error })
  return { outcome: 'right', size: arena.file.size, sent: arena.sent }
}

function otherGeneration(name: string, random: SeededRandom): string {
  const generation = random.pick([0, 2, 3, 1_000_000, 999_999_999])
  return name.replace(/\.[^.]*(?:\.free)?\.part(?:\.json)?$/, `.${generation}.part.json`)
}
