import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ArtifactRepository, OpenOptions } from '@mlflow-artifacts/repository'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DEAF_PLACES, type DeafPlace, DeafRepository } from '../../test/deaf-repository.ts'
import { MemoryRepository } from '../../test/memory-repository.ts'
import { download } from '../download.ts'
import { list } from '../list.ts'
import { readFile } from '../read-file.ts'
import { stat } from '../stat.ts'
import { walk } from '../walk.ts'
import { AbortableRepository } from './abortable-repository.ts'

const REASON = { why: 'enough' }

let dstPath: string
beforeEach(async () => {
  dstPath = await mkdtemp(join(tmpdir(), 'abortable-'))
})
afterEach(() => rm(dstPath, { recursive: true }))

async function all(pieces: AsyncIterable<unknown>): Promise<void> {
  for await (const _piece of pieces);
}

const tooLarge = (): never => {
  throw new Error('too large')
}

/** Each function, and what of a store it waits for. */
const FUNCTIONS: Readonly<
  Record<
    string,
    [
      places: readonly DeafPlace[],
      call: (repository: ArtifactRepository, signal: AbortSignal) => Promise<unknown>,
    ]
  >
> = {
  'download of a directory': [
    DEAF_PLACES.filter((place) => place !== 'list'),
    (repository, signal) => download(repository, 'd', { dstPath, signal }),
  ],
  'download of a file': [
    DEAF_PLACES.filter((place) => place !== 'list' && place !== 'walk'),
    (repository, signal) => download(repository, 'd/f', { dstPath, signal }),
  ],
  readFile: [
    DEAF_PLACES.filter((place) => place !== 'list' && place !== 'walk'),
    (repository, signal) => readFile(repository, 'd/f', { maximumBytes: 2 ** 30, tooLarge, signal }),
  ],
  list: [['list'], (repository, signal) => all(list(repository, '', { signal }))],
  walk: [['walk'], (repository, signal) => all(walk(repository, '', { signal }))],
  stat: [['stat'], (repository, signal) => stat(repository, 'd', { signal })],
  'open and its body': [
    ['open', 'body', 'stream', 'endless body'],
    async (repository, signal) =>
      await all((await AbortableRepository.of(repository).open('d/f', { signal })).body),
  ],
}

const CASES = Object.entries(FUNCTIONS).flatMap(([name, [places, call]]) =>
  places.map((place) => [name, place, call] as const),
)

test.each(CASES)('%s ends with the signal in %s, of which the store never hears', async (_, place, call) => {
  const repository = new DeafRepository(place)
  const controller = new AbortController()
  const called = call(repository, controller.signal).catch((error: unknown) => error)
  await repository.asked
  controller.abort(REASON)
  expect(await called).toBe(REASON)
  const left = await readdir(dstPath, { recursive: true, withFileTypes: true })
  expect(left.filter((entry) => entry.isFile())).toEqual([])
  repository.goOn()
  await expect.poll(() => repository.bodies.every(({ destroyed }) => destroyed)).toBe(true)
})

test('what is not aborted is given as it is', async () => {
  class Content {
    readonly body = (async function* () {
      yield Buffer.from('content')
    })()
    get size() {
      return 7
    }
    get validator() {
      return 'v'
    }
    get range() {
      return undefined
    }
    get contentType() {
      return 'text/plain'
    }
    get checksums() {
      return []
    }
  }
  const given = Object.assign(new MemoryRepository({ f: 'content' }), {
    open: async (_path: string, _options?: OpenOptions) => new Content(),
  })
  const repository = AbortableRepository.of(given)
  expect(AbortableRepository.of(repository)).toBe(repository)
  expect(repository.walk).toBeUndefined()
  const { signal } = new AbortController()
  const { size, validator, contentType } = await repository.open('f', { signal })
  expect({ size, validator, contentType }).toEqual({ size: 7, validator: 'v', contentType: 'text/plain' })
})

describe('a store of a program without TypeScript', () => {
  const FILE = { path: 'd/f', isDir: false, fileSize: 4 }
  const BYTES = Buffer.from('aaaa')

  /** Gives what it has without promises. */
  function iterator<Piece>(...pieces: readonly Piece[]) {
    const left = [...pieces]
    const next = () => (left.length === 0 ? { done: true } : { done: false, value: left.shift() })
    return { [Symbol.asyncIterator]: () => ({ next, return: () => ({ done: true }) }) }
  }

  function storeOf(entries: unknown, body: unknown): ArtifactRepository {
    const answer = { body, size: 4, checksums: [] }
    const methods: object = {
      list: () => entries,
      walk: () => entries,
      stat: (path: string) => (path === 'd/f' ? FILE : { path, isDir: true }),
      maxAttempts: () => 3,
      open: () => answer,
    }
    return Object.assign(new MemoryRepository({}), methods)
  }

  test.each([
    ['lists', () => [FILE], () => [BYTES]],
    ['generators', () => [FILE].values(), () => [BYTES].values()],
    ['iterators', () => iterator(FILE), () => iterator(BYTES)],
  ])('may give %s', async (_, entries, body) => {
    for (const options of [{}, { signal: new AbortController().signal }]) {
      await download(storeOf(entries(), body()), 'd', { dstPath, ...options })
      expect(await readdir(join(dstPath, 'd'))).toEqual(['f'])
      await rm(join(dstPath, 'd'), { recursive: true })
    }
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('It does not end')
      },
    ],
    ['rejects', () => Promise.reject(new Error('It does not end'))],
    ['says so without a promise', () => ({ done: true })],
    ['hangs', () => new Promise(() => undefined)],
  ])('whose body %s when it is to end does not end the process', async (_, end) => {
    const controller = new AbortController()
    const next = () => {
      setImmediate(() => controller.abort(REASON))
      return new Promise(() => undefined)
    }
    const body = { [Symbol.asyncIterator]: () => ({ next, return: end }) }
    const { signal } = controller
    await expect(download(storeOf([FILE], body), 'd', { dstPath, signal })).rejects.toBe(REASON)
    expect(await readdir(join(dstPath, 'd'))).toEqual([])
  })
})
