import { bytesFile, type Fault, inTurn } from '@mlflow-artifacts/testing/fault-server'
import { expect, test } from 'vitest'
import { pathsOf } from '../../test/collect.ts'
import { startGcs, testRepository } from '../../test/start-gcs.ts'

const page = (answer: unknown): Fault => ({ answer: { status: 200, body: JSON.stringify(answer) } })

test('100,001 objects are one flat listing, whose first entry is out before its second page is asked for', async () => {
  const server = await startGcs({})
  const empty = bytesFile('')
  for (let index = 0; index < 100_001; index += 1) server.tree.set(`run/${index % 97}/${index}`, empty)
  const repository = testRepository(server)
  let entries = 0
  let mostAhead = 0
  for await (const _entry of repository.walk?.('') ?? []) {
    entries += 1
    // No more is asked for, and so held, than the page that is being read.
    mostAhead = Math.max(mostAhead, server.requests.length - Math.ceil(entries / 1000))
  }
  expect(entries).toBe(100_001)
  expect(mostAhead).toBe(0)
  expect(server.requests).toHaveLength(101)
}, 60_000)

test('a directory is listed in one pass, over its pages, and no subdirectory twice', async () => {
  const server = await startGcs({})
  const names = Array.from({ length: 1_500 }, (_, index) => `run/${String(index).padStart(4, '0')}`)
  for (const name of names) server.tree.set(name, bytesFile('x'))
  for (let index = 0; index < 10; index += 1) server.tree.set(`run/0999/${index}`, bytesFile('x'))
  const paths = await pathsOf(testRepository(server).list(''))
  expect(paths).toEqual(names.flatMap((name) => (name === 'run/0999' ? ['0999/', '0999'] : name.slice(4))))
  // One more tells whether there is more than a marker below a file's name.
  expect(server.requests).toHaveLength(3)
})

test('a page without entries does not end a listing, and one that leads back is an error', async () => {
  const item = { name: 'run/a', size: '1' }
  const pages = [{ nextPageToken: 'x' }, { items: [item], nextPageToken: 'y' }, { nextPageToken: 'x' }]
  const server = await startGcs({}, inTurn('gcs-listing', pages.map(page)))
  const found: string[] = []
  const walk = async (): Promise<void> => {
    for await (const { path } of testRepository(server).walk?.('') ?? []) found.push(path)
  }
  await expect(walk()).rejects.toMatchObject({
    code: 'INVALID_STATE',
    message: expect.stringContaining('a page leads to an earlier one'),
  })
  expect(found).toEqual(['a'])
  expect(server.requests).toHaveLength(3)
})

test('what pages that are not neighbours tell again is listed once', async () => {
  const item = (name: string) => ({ name: `run/${name}`, size: '1' })
  const pages = [
    { items: [item('a'), item('b')], prefixes: ['run/x/'], nextPageToken: '1' },
    { items: [item('c')], nextPageToken: '2' },
    { items: [item('d'), item('a')], prefixes: ['run/x/'] },
  ]
  const server = await startGcs({}, inTurn('gcs-listing', pages.map(page)))
  expect(await pathsOf(testRepository(server).list(''))).toEqual(['a', 'b', 'c', 'd', 'x/'])
})

test('markers stand for directories, and siblings with the same beginning stay out', async () => {
  const server = await startGcs({
    'run/': '',
    'run/d/': '',
    'run/d/a': 'a',
    'run/empty/': '',
    'run/full/': 'a slash at its end, and bytes',
    'run/z': '',
    'run2/x': '',
    runs: '',
  })
  const repository = testRepository(server)
  expect(await pathsOf(repository.list(''))).toEqual(['d/', 'empty/', 'full/', 'z'])
  expect(await pathsOf(repository.list('empty'))).toEqual([])
  expect(await pathsOf(repository.walk?.('') ?? repository.list(''))).toEqual(['d/a', 'empty/', 'full/', 'z'])
  await expect(repository.open('empty/')).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
})

test('content under the name of a directory is a file of that name, and the directory is one all the same', async () => {
  const server = await startGcs({ 'run/': 'root', 'run/d/': 'content', 'run/d/x': 'x', 'run/e/': 'content' })
  const repository = testRepository(server)
  expect(await pathsOf(repository.walk?.('') ?? repository.list(''))).toEqual(['', 'd/', 'd/x', 'e/'])
  expect(await pathsOf(repository.walk?.('d') ?? repository.list(''))).toEqual(['d/', 'd/x'])
  const file = { path: 'd/', isDir: false, fileSize: 7 }
  expect(await repository.stat?.('d/')).toEqual({ path: 'd/', isDir: true, fileSize: undefined, file })
  expect(await repository.stat?.('d')).toEqual({ path: 'd', isDir: true, fileSize: undefined })
  expect(await repository.stat?.('e/')).toEqual({ path: 'e/', isDir: false, fileSize: 7 })
})

test.each([
  ['flat', false],
  ['level by level', true],
])('a marker alone makes no directory of what is an object (%s)', async (_, byLevels) => {
  const files = { 'run/a': 'a', 'run/a-b': 'b', 'run/a/': '', 'run/c': 'c', 'run/c/': '', 'run/c/d': 'd' }
  const server = await startGcs({ ...files, 'run/e/': '' }, ({ kind, target }) =>
    byLevels && kind === 'gcs-listing' && !target.includes('delimiter=')
      ? { answer: { status: 403 } }
      : undefined,
  )
  const repository = testRepository(server)
  const walked = await pathsOf(repository.walk?.('') ?? repository.list(''))
  expect(walked.sort()).toEqual(['a', 'a-b', 'c', 'c/d', 'e/'])
  expect(await pathsOf(repository.list(''))).toEqual(['a', 'a-b', 'c/', 'c', 'e/'])
  expect(await repository.stat?.('a')).toEqual({ path: 'a', isDir: false, fileSize: 1 })
})

test('names without a name of their own are walked and opened, and only listed where they have one', async () => {
  const server = await startGcs({ 'run/a//b': '1', 'run/./c': '2', 'run//d': '3', 'run/a/e': '4' })
  const repository = testRepository(server)
  expect(await pathsOf(repository.walk?.('') ?? repository.list(''))).toEqual(['./c', 'a//b', 'a/e'])
  expect(await pathsOf(repository.list(''))).toEqual(['a/'])
  expect(await pathsOf(repository.list('a'))).toEqual(['a/e'])
  await expect(repository.open('a//b')).resolves.toMatchObject({ size: 1 })
  await expect(repository.open('./c')).resolves.toMatchObject({ size: 1 })
})

test.each(['gs://bucket', 'gs://bucket/'])('%s is the whole bucket', async (uri) => {
  const repository = testRepository(await startGcs({ 'dir/a.txt': 'a', 'top.txt': 't' }), { uri })
  expect(await pathsOf(repository.list(''))).toEqual(['dir/', 'top.txt'])
  expect(await pathsOf(repository.list('dir'))).toEqual(['dir/a.txt'])
})

test('what is a file and a directory is a directory to stat, as to Python, and both to list', async () => {
  const repository = testRepository(await startGcs({ 'run/a': 'file', 'run/a/b': 'below' }))
  expect(await pathsOf(repository.list(''))).toEqual(['a/', 'a'])
  expect(await repository.stat?.('a')).toMatchObject({ isDir: true })
  await expect(repository.open('a')).resolves.toMatchObject({ size: 4 })
})

test('an answer that is no listing is an error that says where to look', async () => {
  const body = '<html>log in</html>'
  const server = await startGcs({}, () => ({ answer: { status: 200, body } }))
  await expect(pathsOf(testRepository(server).list(''))).rejects.toMatchObject({
    message: expect.stringContaining('is not that of Google Cloud Storage'),
    hint: expect.stringContaining('STORAGE_EMULATOR_HOST'),
  })
  const elsewhere = await startGcs({}, () => page({ items: [{ name: 'other/x', size: '1' }] }))
  await expect(pathsOf(testRepository(elsewhere).list(''))).rejects.toThrow('does not begin with')
})
