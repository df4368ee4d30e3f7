import { execFile } from 'node:child_process'
import { lstat, mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Arena, isContent } from '../arena.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'
import { WrongFile } from '../trial.ts'
import { onBackends } from './on-backends.ts'

const execute = promisify(execFile)
const OUTSIDE = 'what stood outside'

interface Occupied {
  /** What stands at the final name before. */
  readonly make: (target: string, outside: string) => Promise<unknown>
  /** Whether the artifact may take its place. */
  readonly mayReplace: boolean
}

const PLACES: readonly Occupied[] = [
  { make: (target) => mkdir(target), mayReplace: false },
  { make: (target) => mkdir(join(target, 'full'), { recursive: true }), mayReplace: false },
  { make: (target, outside) => symlink(outside, target), mayReplace: false },
  { make: (target) => symlink('/nonexistent/file', target), mayReplace: false },
  { make: (target) => execute('mkfifo', [target]), mayReplace: true },
  { make: (target) => writeFile(target, 'old', { mode: 0o400 }), mayReplace: true },
]

/** What stands at the destination is never written through, and stays where the caller says so. */
export const occupiedRow: MatrixRow = {
  name: '16 destination is taken',
  trials: onBackends(['PL', 'PR', 'PS', 'GC', 'HT', 'FS'], async (arena, seed) => {
    const place = PLACES[seed % PLACES.length]
    if (place === undefined) throw new Error('No such place')
    const outside = join(dirname(arena.dstPath), 'outside.txt')
    await writeFile(outside, OUTSIDE)
    await mkdir(arena.dstPath)
    await place.make(arena.target, outside)
    const isKept = arena.random.next() < 0.3
    const result = isKept ? await kept(arena) : await replaced(arena, place)
    if ((await readFile(outside, 'utf8')) !== OUTSIDE) throw new WrongFile('It wrote through a symbolic link')
    return result
  }),
  whole: 50,
  sample: 12,
}

async function kept(arena: Arena): Promise<TrialResult> {
  const before = await describe(arena.target)
  // Refusing is right, too, where what stands there is no file.
  await arena.download({ overwrite: 'never' }).catch(() => undefined)
  if ((await describe(arena.target)) !== before) throw new Error(`It replaced what was to be kept: ${before}`)
  await arena.assertTidy(false)
  return { outcome: 'refused' }
}

async function replaced(arena: Arena, { mayReplace }: Occupied): Promise<TrialResult> {
  const error = await arena.download().then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  await arena.assertTidy(error !== undefined)
  const stats = await lstat(arena.target)
  const isRight = stats.isFile() && isContent(await readFile(arena.target), arena.file)
  if (error === undefined && !isRight) throw new WrongFile('It succeeded without the file')
  if (error !== undefined && mayReplace) throw new Error('It failed', { cause: error })
  return { outcome: error === undefined ? 'right' : 'refused', size: arena.file.size, sent: arena.sent }
}

async function describe(target: string): Promise<string> {
  const stats = await lstat(target)
  if (stats.isSymbolicLink()) return `link to ${await readlink(target)}`
  return `${stats.mode} ${stats.ino}`
}
