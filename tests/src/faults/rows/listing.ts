import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import {
  bytesFile,
  endlessListing,
  type ListedEntry,
  listingOf,
} from '@mlflow-artifacts/testing/fault-server'
import type { Arena } from '../arena.ts'
import type { MatrixRow, TrialResult } from '../trial.ts'
import { gcsListing } from './gcs-listing.ts'
import { onBackends } from './on-backends.ts'
import { s3Listing } from './s3-listing.ts'

const SIZES: readonly number[] = [0, 1, 1000, 1001, 100_000]
const DEPTH = 200

const file = (path: string): ListedEntry => ({ path, is_dir: false, file_size: 1 })

/** Listings that nobody may follow out of the destination, or for ever. */
const UNSAFE: readonly ((arena: Arena) => readonly ListedEntry[])[] = [
  () => [file('../x')],
  () => [file('%2e%2e/x')],
  () => [file('%252e%252e%252fx')],
  () => [file('..\\x')],
  () => [file('/etc/x')],
  () => [file('C:\\x')],
  () => [file('a/../../x')],
  () => [file('a\0b')],
  () => [{ path: '..', is_dir: true }],
  () => [{ path: '../tree', is_dir: true }],
]

/** Odd listings whose good entries still are listed. */
const ODD: readonly (readonly [readonly ListedEntry[], readonly string[]])[] = [
  [[{ path: '.', is_dir: true }, file('a')], ['tree/a']],
  [
    [file('a'), file('tree2')],
    ['tree/a', 'tree/tree2'],
  ],
  [
    [file('-rf'), file('~')],
    ['tree/-rf', 'tree/~'],
  ],
  [[file('x'.repeat(300))], [`tree/${'x'.repeat(300)}`]],
]

/** Listings are exact where they are good, and an error where they are not. */
export const listingRow: MatrixRow = {
  name: '18 listings',
  trials: {
    ...onBackends(['PL'], trial),
    ...onBackends(['S3'], s3Listing),
    ...onBackends(['GC'], gcsListing),
  },
  whole: (SIZES.length + UNSAFE.length + ODD.length + 2) * 3,
  sample: SIZES.length + UNSAFE.length + ODD.length + 2,
  limitMs: 60_000,
}

async function trial(arena: Arena, seed: number): Promise<TrialResult> {
  const index = seed % (SIZES.length + UNSAFE.length + ODD.length + 2)
  const size = SIZES[index]
  if (size !== undefined) return await exact(arena, size)
  const unsafe = UNSAFE[index - SIZES.length]
  if (unsafe !== undefined) return await refused(arena, unsafe(arena))
  const odd = ODD[index - SIZES.length - UNSAFE.length]
  if (odd !== undefined) return await tolerated(arena, ...odd)
  return index % 2 === 0 ? await deep(arena) : await endless(arena)
}

async function exact(arena: Arena, size: number): Promise<TrialResult> {
  const names = Array.from({ length: size }, (_, index) => `tree/${String(index).padStart(6, '0')}`)
  for (const name of names) arena.server.tree.set(name, bytesFile('x'))
  const listed = await arena.artifacts().listArtifacts('mlflow-artifacts:/tree')
  const isExact = listed.length === size && listed.every(({ path }, index) => path === names[index])
  if (!isExact) throw new Error(`${listed.length} entries were listed of ${size}`)
  if (arena.server.requests.filter(({ kind }) => kind === 'listing').length > 2)
    throw new Error('Listed twice')
  return { outcome: 'right' }
}

async function refused(arena: Arena, entries: readonly ListedEntry[]): Promise<TrialResult> {
  arena.server.faults = ({ kind, path }) =>
    kind === 'listing' && path === 'tree' ? listingOf(entries) : undefined
  arena.server.tree.set('tree/a', bytesFile('x'))
  await expectRefusal(arena)
  const outside = await readdir(dirname(arena.dstPath))
  if (outside.some((name) => name !== 'to')) throw new Error(`Written outside: ${outside.join(', ')}`)
  return { outcome: 'refused' }
}

async function tolerated(
  arena: Arena,
  entries: readonly ListedEntry[],
  expected: readonly string[],
): Promise<TrialResult> {
  arena.server.faults = ({ kind, path }) =>
    kind === 'listing' && path === 'tree' ? listingOf(entries) : undefined
  const listed = await arena.artifacts().listArtifacts('mlflow-artifacts:/tree')
  const paths = listed.map(({ path }) => path)
  if (paths.join() !== expected.join()) throw new Error(`Listed: ${paths.join(', ')}`)
  return { outcome: 'right' }
}

async function deep(arena: Arena): Promise<TrialResult> {
  const path = `tree/${'d/'.repeat(DEPTH)}f`
  arena.server.tree.set(path, bytesFile('deep'))
  const found: string[] = []
  for await (const info of arena.artifacts().walkArtifacts('mlflow-artifacts:/tree')) found.push(info.path)
  if (found.join() !== path) throw new Error(`Found ${found.length} files`)
  return { outcome: 'right' }
}

async function endless(arena: Arena): Promise<TrialResult> {
  arena.server.faults = ({ kind, path }) =>
    kind === 'listing' && path === 'tree' ? endlessListing() : undefined
  arena.server.tree.set('tree/a', bytesFile('x'))
  await expectRefusal(arena)
  return { outcome: 'refused' }
}

async function expectRefusal(arena: Arena): Promise<void> {
  const error = await arena
    .artifacts()
    .downloadArtifacts('mlflow-artifacts:/tree', { dstPath: arena.dstPath })
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
  if (!MlflowError.isInstance(error)) throw new Error('It was not refused', { cause: error })
}
