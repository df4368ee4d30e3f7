import { deepStrictEqual, ok } from 'node:assert'
import { collect } from './collect.ts'
import { type ConformanceCase, conformanceCase } from './conformance-case.ts'

const TREE = {
  'b.txt': 'bb',
  'a/one.txt': '1',
  'a/deep/two.txt': '22',
  'ab/other.txt': 'x',
  'B.txt': 'upper',
}

/** What `list` must do. */
export const listingCases: readonly ConformanceCase[] = [
  conformanceCase(
    'list gives the direct children of the root, in code-point order',
    TREE,
    async (repository) => {
      const entries = await collect(repository.list(''))
      deepStrictEqual(
        entries.map(({ path, isDir }) => ({ path, isDir })),
        [
          { path: 'B.txt', isDir: false },
          { path: 'a', isDir: true },
          { path: 'ab', isDir: true },
          { path: 'b.txt', isDir: false },
        ],
      )
    },
  ),

  conformanceCase('list gives the sizes of files and none of directories', TREE, async (repository) => {
    const sizes = new Map((await collect(repository.list(''))).map(({ path, fileSize }) => [path, fileSize]))
    deepStrictEqual([sizes.get('b.txt'), sizes.get('a')], [2, undefined])
  }),

  conformanceCase('list of a directory gives paths relative to the root', TREE, async (repository) => {
    const paths = (await collect(repository.list('a'))).map(({ path }) => path)
    deepStrictEqual(paths, ['a/deep', 'a/one.txt'])
  }),

  conformanceCase('list takes a trailing slash', TREE, async (repository) => {
    deepStrictEqual(await collect(repository.list('a/')), await collect(repository.list('a')))
  }),

  conformanceCase('list of a file gives nothing', TREE, async (repository) => {
    deepStrictEqual(await collect(repository.list('b.txt')), [])
  }),

  conformanceCase('list of a missing path gives nothing', TREE, async (repository) => {
    deepStrictEqual(await collect(repository.list('missing')), [])
    deepStrictEqual(await collect(repository.list('b.txt/below')), [])
  }),

  conformanceCase(
    'list does not take a sibling with the same prefix for a child',
    TREE,
    async (repository) => {
      const paths = (await collect(repository.list('a'))).map(({ path }) => path)
      ok(!paths.some((path) => path.startsWith('ab')))
    },
  ),

  conformanceCase('list of an empty store gives nothing', {}, async (repository) => {
    deepStrictEqual(await collect(repository.list('')), [])
  }),

  conformanceCase(
    'list gives an empty file with the size 0, or without a size',
    { 'empty.bin': '' },
    async (repository) => {
      const [entry] = await collect(repository.list(''))
      ok(entry?.path === 'empty.bin' && !entry.isDir && (entry.fileSize ?? 0) === 0)
    },
  ),
]
