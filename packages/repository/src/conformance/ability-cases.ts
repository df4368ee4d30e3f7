import { deepStrictEqual, ok } from 'node:assert'
import { assertRejects, collect } from './collect.ts'
import { type ConformanceCase, conformanceCase } from './conformance-case.ts'

const TREE = { 'a.txt': 'aa', 'd/b.txt': 'b', 'd/e/c.txt': 'c', 'dd/x.txt': 'x', 'd/empty': undefined }

/** What the optional members must do where a repository has them. */
export const abilityCases: readonly ConformanceCase[] = [
  conformanceCase('stat tells a file, a directory and nothing apart', TREE, async (repository) => {
    if (repository.stat === undefined) return
    deepStrictEqual(await repository.stat('a.txt'), { path: 'a.txt', isDir: false, fileSize: 2 })
    deepStrictEqual(await repository.stat('d/e'), { path: 'd/e', isDir: true, fileSize: undefined })
    deepStrictEqual(await repository.stat(''), { path: '', isDir: true, fileSize: undefined })
    deepStrictEqual(await repository.stat('missing'), undefined)
    deepStrictEqual(await repository.stat('a.txt/below'), undefined)
  }),

  {
    name: 'walk gives every file below a directory, and the empty directories that the store keeps',
    async run(subject) {
      await conformanceCase('walk', TREE, async (repository) => {
        if (repository.walk === undefined) return
        const entries = await collect(repository.walk('d'))
        const paths = entries.map(({ path, isDir }) => (isDir ? `${path}/` : path)).sort()
        deepStrictEqual(paths, [
          'd/b.txt',
          'd/e/c.txt',
          ...(subject.emptyDirectories === true ? ['d/empty/'] : []),
        ])
      }).run(subject)
    },
  },

  conformanceCase('walk of a file or a missing path gives nothing', TREE, async (repository) => {
    if (repository.walk === undefined) return
    deepStrictEqual(await collect(repository.walk('a.txt')), [])
    deepStrictEqual(await collect(repository.walk('missing')), [])
  }),

  conformanceCase(
    'localPath gives an absolute path, and fails for a missing artifact',
    TREE,
    async (repository) => {
      if (repository.localPath === undefined) return
      ok((await repository.localPath('d/b.txt')).endsWith('b.txt'))
      await assertRejects(repository.localPath('missing'), 'RESOURCE_DOES_NOT_EXIST')
    },
  ),
]
