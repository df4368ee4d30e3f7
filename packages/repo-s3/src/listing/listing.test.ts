import { bytesFile, type FaultServer } from '@mlflow-artifacts/testing/fault-server'
import { describe, expect, test } from 'vitest'
import { failureOf, flatListing, pathsOf, textOf, walked } from '../../test/collect.ts'
import { startStore } from '../../test/start-store.ts'

const listings = ({ requests }: FaultServer): number =>
  requests.filter(({ kind }) => kind === 's3-listing').length

const AWKWARD = [
  'a/../b',
  './dot',
  'a//b',
  'a/./b',
  'slash at the end/',
  'back\\slash',
  'tab\there',
  'line\nend',
  'bell\u0007',
  '%2F%20%',
  'a+b&c=d',
  ' spaces ',
  '<xml> & "quotes"',
  '..a/b..',
  'é🎉中文\u0301',
  // With the root before it, 1,024 bytes.
  `${'\u{1F389}'.repeat(254)}abc`,
]

describe('keys are literal', () => {
  test.each(AWKWARD)('%j is listed below its root, and opened', async (name) => {
    const { repository } = await startStore({ [`root/${name}`]: name, 'root2/other': 'other' })
    expect(await walked(repository())).toEqual([name])
    expect(await textOf(repository().open(name))).toBe(name)
    expect(await repository().stat?.(name)).toMatchObject({ path: name, isDir: false })
  })

  test('a directory without a name is no entry; what is in it is found', async () => {
    const { repository } = await startStore({ 'root/a//b': 'b', 'root/a/c': 'c', 'root//d': 'd' })
    expect(await pathsOf(repository().list(''))).toEqual(['a/'])
    expect(await pathsOf(repository().list('a'))).toEqual(['a/c'])
    expect(await walked(repository())).toEqual(['a//b', 'a/c'])
  })

  test.each([
    ['s3://bucket', 'x'],
    ['s3://bucket/', 'x'],
    ['s3://bucket//', '/x'],
    ['s3://bucket///', '//x'],
    ['s3://bucket//a', '/a/x'],
    ['s3://bucket/a/', 'a/x'],
    ['s3://bucket/a//', 'a//x'],
    ['s3://bucket/a%20b', 'a%20b/x'],
    ['s3://bucket/a/./b', 'a/./b/x'],
  ])('the root %s is what its characters say', async (uri, key) => {
    // What other roots could be taken for.
    const others = Object.fromEntries(
      ['x', '/x', '//x', 'a/x', 'a//x', '/a/x'].map((other) => [other, 'other']),
    )
    const { repository } = await startStore({ ...others, [key]: 'this' })
    const root = repository({ uri })
    expect(await textOf(root.open('x'))).toBe('this')
    expect(await root.stat?.('x')).toMatchObject({ isDir: false, fileSize: 4 })
    expect(await pathsOf(root.list(''))).toContain('x')
    expect(await walked(root)).toContain('x')
    expect(await pathsOf(root.list('x'))).toEqual([])
  })
})

describe('directories', () => {
  test('are told by their markers, where these hold nothing', async () => {
    const { repository } = await startStore({
      'root/': '',
      'root/empty/': '',
      'root/full/': '',
      'root/full/a': 'a',
      'root/full/deep/': '',
      'root/last/': '',
    })
    expect(await pathsOf(repository().list(''))).toEqual(['empty/', 'full/', 'last/'])
    expect(await pathsOf(repository().list('full'))).toEqual(['full/a', 'full/deep/'])
    expect(await walked(repository())).toEqual(['empty/', 'full/a', 'full/deep/', 'last/'])
    expect(await repository().stat?.('empty')).toMatchObject({ isDir: true })
    expect(await repository().stat?.('empty/')).toMatchObject({ isDir: true })
    expect((await failureOf(repository().open('empty'))).code).toBe('INVALID_PARAMETER_VALUE')
  })

  test('may have content under their own names', async () => {
    const { repository } = await startStore({
      'root/': 'content',
      'root/d/': 'content',
      'root/d/x': 'x',
      'root/e/': 'content',
    })
    const reader = repository()
    expect(await pathsOf(reader.list(''))).toEqual(['d/', 'e/'])
    // The first has the name of the root.
    expect(await walked(reader)).toEqual(['', 'd/', 'd/x', 'e/'])
    const file = { path: 'd/', isDir: false, fileSize: 7 }
    expect(await reader.stat?.('d/')).toEqual({ path: 'd/', isDir: true, fileSize: undefined, file })
    expect(await reader.stat?.('d')).toEqual({ path: 'd', isDir: true, fileSize: undefined })
    expect(await reader.stat?.('e/')).toEqual({ path: 'e/', isDir: false, fileSize: 7 })
    expect(await textOf(reader.open('d/'))).toBe('content')
  })

  test('and files may have one name, and siblings begin with it', async () => {
    const { repository } = await startStore({
      'root/a': '1',
      'root/a/b': '2',
      'root/a-b': '3',
      'root-x/y': '4',
    })
    expect(await pathsOf(repository().list(''))).toEqual(['a/', 'a', 'a-b'])
    expect(await walked(repository())).toEqual(['a', 'a-b', 'a/b'])
    expect(await walked(repository(), 'a')).toEqual(['a/b'])
  })

  test('an empty bucket, and a whole one', async () => {
    const { repository, server } = await startStore({})
    const whole = repository({ uri: 's3://bucket' })
    expect(await pathsOf(whole.list(''))).toEqual([])
    expect(await walked(whole)).toEqual([])
    server.tree.set('top', bytesFile('top'))
    server.tree.set('d/below', bytesFile('below'))
    expect(await pathsOf(whole.list(''))).toEqual(['d/', 'top'])
    expect(await walked(whole)).toEqual(['d/below', 'top'])
  })
})

describe('pages', () => {
  test('100,001 objects come page by page, each when the one before it is used up', async () => {
    const { repository, server } = await startStore({})
    for (let index = 0; index <= 100_000; index += 1) {
      server.tree.set(`root/${String(index).padStart(6, '0')}`, bytesFile(''))
    }
    let entries = 0
    for await (const { path } of flatListing(repository())) {
      if (path !== String(entries).padStart(6, '0')) throw new Error(`${path} at ${entries}`)
      entries += 1
      // So that never more than a page is held.
      if (listings(server) !== Math.ceil(entries / 1000)) throw new Error(`${listings(server)} at ${entries}`)
    }
    expect(entries).toBe(100_001)
    expect(listings(server)).toBe(101)
  })

  test.each([0, 1, 999, 1000, 1001])('%i children', async (count) => {
    const { repository, server } = await startStore({})
    for (let index = 0; index < count; index += 1) server.tree.set(`root/${index}/f`, bytesFile('f'))
    expect(await pathsOf(repository().list(''))).toHaveLength(count)
    expect(listings(server)).toBe(Math.max(1, Math.ceil(count / 1000)))
  })

  test('that the store names again and again are an error', async () => {
    const { repository, server } = await startStore({ 'root/a': 'a' })
    const page = (token: string) =>
      `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken></ListBucketResult>`
    for (const tokens of [['a', 'a'], ['a', 'b', 'a'], ['']]) {
      let next = 0
      server.faults = () => ({ answer: { status: 200, body: page(tokens[next++ % tokens.length] ?? '') } })
      const before = server.requests.length
      expect((await failureOf(walked(repository()))).code).toBe('INVALID_STATE')
      expect(server.requests.length - before).toBe(tokens.length)
    }
  })

  test('without entries are followed', async () => {
    const { repository, server } = await startStore({ 'root/a': 'a' })
    const empty =
      '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>cm9vdC8</NextContinuationToken></ListBucketResult>'
    let first = true
    server.faults = () => {
      if (!first) return undefined
      first = false
      return { answer: { status: 200, body: empty } }
    }
    expect(await walked(repository())).toEqual(['a'])
  })

  test('with a key that was not asked for are an error', async () => {
    const { repository, server } = await startStore({})
    const body =
      '<ListBucketResult><Contents><Key>elsewhere</Key><Size>1</Size></Contents></ListBucketResult>'
    server.faults = () => ({ answer: { status: 200, body } })
    expect((await failureOf(pathsOf(repository().list('')))).message).toBe(
      'The path of the listed S3 object does not begin with the specified artifact path. Artifact path: root. ' +
        'Object path: elsewhere.',
    )
  })
})
