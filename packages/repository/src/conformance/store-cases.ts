import { deepStrictEqual, ok, strictEqual } from 'node:assert'
import { MlflowError } from '../errors/mlflow-error.ts'
import { assertRejects, collect } from './collect.ts'
import { type ConformanceCase, conformanceCase } from './conformance-case.ts'

const EMPTY = { 'd/empty': undefined, 'd/full/f': 'f', top: undefined, 'x/x': undefined }

/** What stores taught: pages, directories that hold nothing, and refusals. */
export const storeCases: readonly ConformanceCase[] = [
  {
    name: 'a listing goes on behind its first page',
    async run(subject) {
      const { pageSize } = subject
      if (pageSize === undefined) return
      const names = Array.from({ length: pageSize + 3 }, (_, index) => `d/${String(index).padStart(6, '0')}`)
      const artifacts = Object.fromEntries(names.map((name) => [name, 'x']))
      await conformanceCase('', { ...artifacts, e: 'e' }, async (repository) => {
        deepStrictEqual(
          (await collect(repository.list('d'))).map(({ path }) => path),
          names,
        )
        if (repository.walk === undefined) return
        deepStrictEqual((await collect(repository.walk('d'))).map(({ path }) => path).sort(), names)
      }).run(subject)
    },
  },

  {
    name: 'a directory that holds nothing is one, where the store keeps it',
    async run(subject) {
      if (subject.emptyDirectories !== true) return
      await conformanceCase('', EMPTY, async (repository) => {
        const listed = await Promise.all(['', 'd', 'x'].map((path) => collect(repository.list(path))))
        deepStrictEqual(
          listed.flat().map(({ path, isDir }) => [path, isDir]),
          [
            ['d', true],
            ['top', true],
            ['x', true],
            ['d/empty', true],
            ['d/full', true],
            ['x/x', true],
          ],
        )
        deepStrictEqual(await collect(repository.list('d/empty')), [])
        await assertRejects(repository.open('d/empty'), 'INVALID_PARAMETER_VALUE')
        if (repository.stat !== undefined) strictEqual((await repository.stat('d/empty'))?.isDir, true)
      }).run(subject)
    },
  },

  conformanceCase(
    'who is refused hears why, and what to look at',
    { 'd/a.txt': 'a' },
    async (_repository, { refused }) => {
      if (refused === undefined) return
      const calls = [collect(refused.list('d')), refused.open('d/a.txt'), refused.stat?.('d/a.txt')]
      for (const result of await Promise.allSettled(calls.filter((call) => call !== undefined))) {
        const error = result.status === 'rejected' ? result.reason : undefined
        ok(MlflowError.isInstance(error), `${error}`)
        ok(['UNAUTHENTICATED', 'PERMISSION_DENIED'].includes(error.code), error.code)
        ok((error.hint ?? '') !== '', 'There is no hint')
      }
    },
  ),
]
