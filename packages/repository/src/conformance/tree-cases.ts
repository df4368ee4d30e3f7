import { deepStrictEqual, strictEqual } from 'node:assert'
import type { ArtifactRepository } from '../artifact-repository.ts'
import type { FileInfo } from '../file-info.ts'
import { assertRejects, bytesOf, collect, textOf } from './collect.ts'
import { type ConformanceCase, conformanceCase } from './conformance-case.ts'

/** Names that begin alike, and sort between a directory and what is in it. */
const ALIKE = { 'a/x': '1', 'a-b': '2', 'a.txt': '3', 'a.txt.bak': '4', 'ab/y': '5', 'a b/z': '6', aa: '7' }
/** Directories that hold an entry of their own name: alone, beside others, at several levels. */
const OWN_NAMES = { '0/0': '0', 'a/a/a': 'aaa', 'b/b/b/b/other': 'other', 'c/c/c': '', 'c/c/d': 'd' }
const DEEP = `${'d/'.repeat(40)}file`

/** Ways of asking that have to agree about one tree. */
export const treeCases: readonly ConformanceCase[] = [
  conformanceCase('names that begin alike are kept apart', ALIKE, async (repository) => {
    const entries = await collect(repository.list(''))
    deepStrictEqual(
      entries.map(({ path, isDir }) => (isDir ? `${path}/` : path)),
      ['a/', 'a b/', 'a-b', 'a.txt', 'a.txt.bak', 'aa', 'ab/'],
    )
    deepStrictEqual(await filesOf(repository, 'a'), ['a/x'])
    for (const path of ['a/', 'a.', 'a.tx', 'a.txt.', 'a-', 'aab', 'a/x/', 'x']) {
      if (path.endsWith('/')) continue
      await assertRejects(repository.open(path), 'RESOURCE_DOES_NOT_EXIST')
      deepStrictEqual(await repository.stat?.(path), undefined)
    }
    await assertRejects(repository.open('a'), 'INVALID_PARAMETER_VALUE')
    if (repository.stat !== undefined) strictEqual((await repository.stat('a'))?.isDir, true)
  }),

  conformanceCase('walk finds the files that list leads to', ALIKE, async (repository) => {
    const walked = repository.walk === undefined ? undefined : await filesOf(repository, '')
    if (walked === undefined) return
    deepStrictEqual(walked, await reached(repository, ''))
    deepStrictEqual(walked, Object.keys(ALIKE).sort())
  }),

  conformanceCase('a directory may hold an entry of its own name', OWN_NAMES, async (repository) => {
    deepStrictEqual(await reached(repository, ''), Object.keys(OWN_NAMES))
    deepStrictEqual(await filesOf(repository, ''), Object.keys(OWN_NAMES))
    deepStrictEqual(await filesOf(repository, 'a/a'), ['a/a/a'])
    for (const [path, content] of Object.entries(OWN_NAMES)) {
      deepStrictEqual(await collect(repository.list(path)), [])
      strictEqual(await textOf((await repository.open(path)).body), content)
      if (repository.stat !== undefined) strictEqual((await repository.stat(path))?.isDir, false)
    }
    for (const path of ['0', 'a', 'a/a', 'c/c']) {
      await assertRejects(repository.open(path), 'INVALID_PARAMETER_VALUE')
      if (repository.stat !== undefined) strictEqual((await repository.stat(path))?.isDir, true)
    }
    for (const path of ['0/0/0', 'a/a/a/a', '1/1']) {
      deepStrictEqual(await collect(repository.list(path)), [])
      deepStrictEqual(await repository.stat?.(path), undefined)
    }
  }),

  conformanceCase('a file deep down is found and read', { [DEEP]: 'deep' }, async (repository) => {
    deepStrictEqual(await reached(repository, ''), [DEEP])
    deepStrictEqual(await filesOf(repository, 'd/d'), [DEEP])
    strictEqual(await textOf((await repository.open(DEEP)).body), 'deep')
  }),

  conformanceCase('all say the same size', { 'd/five': '12345', 'd/none': '' }, async (repository) => {
    for (const { path, fileSize } of await collect(repository.list('d'))) {
      const { body, size } = await repository.open(path)
      const received = (await bytesOf(body)).byteLength
      strictEqual(fileSize ?? received, received)
      strictEqual(size ?? received, received)
      if (repository.stat !== undefined) strictEqual((await repository.stat(path))?.fileSize, received)
    }
  }),

  conformanceCase(
    'what was replaced is listed and read anew',
    { 'd/a.txt': 'old' },
    async (repository, store) => {
      if (store.replace === undefined) return
      const before = await repository.open('d/a.txt')
      await bytesOf(before.body)
      await store.replace('d/a.txt', 'quite new')
      const after = await repository.open('d/a.txt')
      strictEqual(await textOf(after.body), 'quite new')
      if (before.validator !== undefined) strictEqual(after.validator === before.validator, false)
      const [entry] = await collect(repository.list('d'))
      strictEqual(entry?.fileSize ?? 9, 9)
    },
  ),
]

async function filesOf(repository: ArtifactRepository, path: string): Promise<string[]> {
  if (repository.walk === undefined) return await reached(repository, path)
  return paths(await collect(repository.walk(path)))
}

/** The files that one listing after the other leads to. */
async function reached(repository: ArtifactRepository, path: string): Promise<string[]> {
  const files: FileInfo[] = []
  const directories = [path]
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    for (const entry of await collect(repository.list(directory))) {
      if (entry.isDir) directories.push(entry.path)
      else files.push(entry)
    }
  }
  return paths(files)
}

function paths(entries: readonly FileInfo[]): string[] {
  return entries
    .filter(({ isDir }) => !isDir)
    .map(({ path }) => path)
    .sort()
}
