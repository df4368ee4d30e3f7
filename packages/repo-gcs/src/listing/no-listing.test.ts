import { bytesFile, type Fault, inTurn, refusal } from '@mlflow-artifacts/testing/fault-server'
import { describe, expect, test } from 'vitest'
import { pathsOf } from '../../test/collect.ts'
import { startGcs, testRepository } from '../../test/start-gcs.ts'

const answer = (body: string, status = 200): Fault => ({ answer: { status, body } })
const page = (value: unknown): Fault => answer(JSON.stringify(value))
const item = (name: string): unknown => ({ name, size: '1' })

async function walked(repository: ReturnType<typeof testRepository>): Promise<string[]> {
  return await pathsOf(repository.walk?.('') ?? repository.list(''))
}

describe('what is no listing is an error, and not an empty directory', () => {
  test.each([
    ['an empty body', answer('')],
    ['status 204', answer('', 204)],
    ['a page', answer('<html>log in</html>')],
    ['a gateway that is well', page({ status: 'ok' })],
    ['a message', page({ message: 'Unauthorized' })],
    ['a list', page([])],
    ['a text', page('ok')],
    ['nothing', page(null)],
    ['half of one', answer('{"items":[{"name":"run/a","size":"1"}')],
    ['items that are none', page({ items: { name: 'run/a' } })],
    ['an item without a name', page({ items: [item('run/a'), { size: '1' }] })],
    ['an item that is none', page({ items: [item('run/a'), 'run/b'] })],
    ['a prefix that is no text', page({ items: [item('run/a')], prefixes: [{ name: 'run/d/' }] })],
    ['a token that is none', page({ items: [item('run/a')], nextPageToken: { token: 'x' } })],
  ])('%s', async (_, fault) => {
    const server = await startGcs({}, () => fault)
    const repository = testRepository(server)
    const expected = {
      message: expect.stringContaining('is not that of Google Cloud Storage'),
      hint: expect.stringContaining('STORAGE_EMULATOR_HOST'),
    }
    await expect(pathsOf(repository.list(''))).rejects.toMatchObject(expected)
    await expect(walked(repository)).rejects.toMatchObject(expected)
    await expect(repository.stat?.('a')).rejects.toMatchObject(expected)
  })

  test.each([
    [401, 'UNAUTHENTICATED', false],
    [403, 'PERMISSION_DENIED', false],
    [404, 'RESOURCE_DOES_NOT_EXIST', false],
    [503, 'TEMPORARILY_UNAVAILABLE', true],
    ['?', 'INTERNAL_ERROR', true],
  ] as const)('a refusal with code %s in an answer with status 200', async (code, expected, retryable) => {
    const server = await startGcs({}, () => page({ error: { code, message: 'not for you' } }))
    await expect(pathsOf(testRepository(server).list(''))).rejects.toMatchObject({
      code: expected,
      retryable,
      message: expect.stringMatching(/: not for you$/),
    })
  })

  test('the names of a server that does not look at the prefix', async () => {
    const server = await startGcs({}, () => page({ items: [item('run/a'), item('run/d/b')] }))
    await expect(pathsOf(testRepository(server).list('d'))).rejects.toThrow('does not begin with')
  })
})

describe('what is a listing', () => {
  test.each([
    ['of nothing', '{}', []],
    ['of nothing, as Google says it', '{"kind":"storage#objects"}', []],
    ['of nothing, as servers in Go say it', '{"items":null,"prefixes":null,"nextPageToken":""}', []],
    ['with a byte order mark', '\uFEFF{"items":[{"name":"run/a","size":1}]}', ['a']],
    ['with an object whose size is not known', '{"items":[{"name":"run/a/","size":""}]}', ['a/']],
  ])('%s', async (_, body, names) => {
    const server = await startGcs({}, () => answer(body))
    const found: string[] = []
    for await (const { path } of testRepository(server).list('')) found.push(path)
    expect(found).toEqual(names)
  })

  test('an object that two pages tell of is one file', async () => {
    const pages = [
      { items: [item('run/a'), item('run/b')], nextPageToken: 'x' },
      { items: [item('run/b'), item('run/c')], nextPageToken: 7 },
      { items: [item('run/c')] },
    ]
    for (const call of ['list', 'walk'] as const) {
      const server = await startGcs({}, inTurn('gcs-listing', pages.map(page)))
      const repository = testRepository(server)
      const found = call === 'list' ? pathsOf(repository.list('')) : walked(repository)
      expect(await found).toEqual(['a', 'b', 'c'])
      expect(server.requests.at(-1)?.target).toContain('pageToken=7')
    }
  })

  test('a first page without entries is no answer to whether there is something', async () => {
    const server = await startGcs({ 'run/d/a': 'a' })
    server.faults = ({ kind, target }) =>
      kind === 'gcs-listing' && !target.includes('pageToken') ? page({ nextPageToken: '0' }) : undefined
    expect(await testRepository(server).stat?.('d')).toMatchObject({ isDir: true })
  })
})

test('where only one level may be listed, a tree is listed level by level', async () => {
  const server = await startGcs({})
  const names = ['run/a', 'run/d/', 'run/d/b', 'run/d/e/f', 'run/d//g', 'run/empty/', 'run/z/./h']
  for (const name of names) server.tree.set(name, bytesFile(name.endsWith('/') ? '' : name))
  const repository = testRepository(server)
  const whole = (await walked(repository)).sort()
  server.faults = ({ kind, target }) =>
    kind === 'gcs-listing' && !target.includes('delimiter=') ? refusal(403) : undefined
  expect((await walked(repository)).sort()).toEqual(whole)
  expect(whole).toEqual(['a', 'd//g', 'd/b', 'd/e/f', 'empty/', 'z/./h'])
  expect(await repository.stat?.('d')).toMatchObject({ isDir: true })

  server.faults = () => refusal(403)
  await expect(walked(repository)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
})

test('directories without end end a listing level by level', async () => {
  const server = await startGcs({})
  server.faults = ({ kind, target }) => {
    if (kind !== 'gcs-listing') return undefined
    const query = new URL(target, 'http://server').searchParams
    return query.has('delimiter') ? page({ prefixes: [`${query.get('prefix')}d/`] }) : refusal(403)
  }
  await expect(walked(testRepository(server))).rejects.toMatchObject({
    code: 'INVALID_STATE',
    message: expect.stringContaining('directories deep'),
  })
})
