import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MlflowError } from '@mlflow-artifacts/repository'
import { bytesFile, type Fault, inTurn, type RequestKind } from '@mlflow-artifacts/testing/fault-server'
import type { Arena } from '../arena.ts'
import type { TrialResult } from '../trial.ts'

const SIZES: readonly number[] = [0, 1, 999, 1000, 1001, 2000, 100_000]
const PAGE = 1000

/** Names of objects that no download may follow out of its destination. */
const UNSAFE: readonly string[] = ['../x', 'a/../../x', '..', '../tree2/x', 'a/..', 'nul\0']

/** Pages that lead back, and how many of them are asked for before that is noticed. */
const CIRCLES: readonly (readonly string[])[] = [
  ['a', 'a'],
  ['a', 'b', 'a'],
  ['a', 'b', 'c', 'b'],
]

/** Objects, and what of them is downloaded. */
const ODD: readonly (readonly [objects: readonly string[], files: readonly string[]])[] = [
  [['tree/', 'tree/a'], ['a']],
  [
    ['tree/d/', 'tree/d/a', 'tree/e/'],
    ['d', 'd/a', 'e'],
  ],
  [['tree/a', 'tree2/b', 'tree-3', 'tre'], ['a']],
  [
    ['tree/a//b', 'tree/./c', 'tree//d'],
    ['a', 'a/b', 'c', 'd'],
  ],
  [
    ['tree/-rf', 'tree/~', 'tree/#?%20'],
    ['#?%20', '-rf', '~'],
  ],
]

/** How a store lists. */
export interface BucketListing {
  readonly kind: RequestKind
  /** A page with one object, and the name of the page that follows it. */
  readonly page: (key: string, next: string) => Fault
}

/** Listings of a bucket are exact where they are good, and an error where they are not. */
export async function bucketListing(
  listing: BucketListing,
  arena: Arena,
  seed: number,
): Promise<TrialResult> {
  const trials = [
    ...SIZES.map((size) => () => exact(arena, size)),
    ...UNSAFE.map((name) => () => refused(arena, name)),
    ...CIRCLES.map((tokens) => () => circle(listing, arena, tokens)),
    ...ODD.map(
      ([objects, files]) =>
        () =>
          tolerated(arena, objects, files),
    ),
    () => bothKinds(arena),
  ]
  return await (trials[seed % trials.length] ?? (() => exact(arena, 1)))()
}

async function exact(arena: Arena, size: number): Promise<TrialResult> {
  const names = Array.from({ length: size }, (_, index) => `tree/${String(index).padStart(6, '0')}`)
  for (const name of names) arena.server.tree.set(name, bytesFile('x'))
  const listed = await arena.artifacts().listArtifacts(arena.sourceOf('tree'))
  const isExact = listed.length === size && listed.every(({ path }, index) => path === names[index])
  if (!isExact) throw new Error(`${listed.length} entries were listed of ${size}`)
  const requests = arena.server.requests.length
  if (requests > Math.ceil(size / PAGE) + 1) throw new Error(`${requests} requests for ${size} entries`)
  return { outcome: 'right' }
}

async function refused(arena: Arena, name: string): Promise<TrialResult> {
  arena.server.tree.set(`tree/${name}`, bytesFile('x'))
  await expectRefusal(arena)
  const outside = await readdir(dirname(arena.dstPath))
  if (outside.some((entry) => entry !== 'to')) throw new Error(`Written outside: ${outside.join(', ')}`)
  return { outcome: 'refused' }
}

async function circle(
  { kind, page }: BucketListing,
  arena: Arena,
  tokens: readonly string[],
): Promise<TrialResult> {
  // The first one only asks whether there is anything.
  const pages = tokens.map((next, index) => page(`tree/${index}`, next))
  arena.server.faults = inTurn(kind, [undefined, ...pages])
  for (const index of tokens.keys()) arena.server.tree.set(`tree/${index}`, bytesFile('x'))
  await expectRefusal(arena)
  const asked = arena.server.requests.filter((request) => request.kind === kind).length
  if (asked !== tokens.length + 1) throw new Error(`${asked} pages were asked for`)
  return { outcome: 'refused' }
}

async function tolerated(
  arena: Arena,
  objects: readonly string[],
  files: readonly string[],
): Promise<TrialResult> {
  for (const name of objects) arena.server.tree.set(name, bytesFile(name.endsWith('/') ? '' : 'x'))
  const { dstPath } = arena
  const path = await arena.artifacts().downloadArtifacts(arena.sourceOf('tree'), { dstPath })
  const found = (await readdir(path, { recursive: true })).sort()
  if (found.join() !== files.join()) throw new Error(`There are ${found.join(', ')}`)
  return { outcome: 'right' }
}

/** A name that is a file and a directory is both in a listing, and cannot be both on the disk. */
async function bothKinds(arena: Arena): Promise<TrialResult> {
  for (const name of ['tree/a', 'tree/a/b']) arena.server.tree.set(name, bytesFile('x'))
  const listed = await arena.artifacts().listArtifacts(arena.sourceOf('tree'))
  const kinds = listed.map(({ path, isDir }) => (isDir ? `${path}/` : path))
  if (kinds.join() !== 'tree/a/,tree/a') throw new Error(`Listed: ${kinds.join(', ')}`)
  await expectRefusal(arena)
  return { outcome: 'refused' }
}

async function expectRefusal(arena: Arena): Promise<void> {
  const { dstPath } = arena
  const error = await arena
    .artifacts()
    .downloadArtifacts(arena.sourceOf('tree'), { dstPath })
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
  if (!MlflowError.isInstance(error)) throw new Error('It was not refused', { cause: error })
}
