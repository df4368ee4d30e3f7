import type { FileInfo } from '@mlflow-artifacts/repository'
import { describe, expect, test } from 'vitest'
import { MemoryRepository } from '../test/memory-repository.ts'
import { walk } from './walk.ts'

async function collect(entries: AsyncIterable<FileInfo>): Promise<string[]> {
  const paths: string[] = []
  for await (const { path } of entries) paths.push(path)
  return paths
}

/** A repository whose directories are nested without end, or to a depth. */
function nested(depth: number): MemoryRepository {
  const repository = new MemoryRepository({})
  repository.list = async function* (directory) {
    const level = directory === '' ? 0 : directory.split('/').length
    const path = directory === '' ? 'd' : `${directory}/d`
    yield level < depth ? { path, isDir: true, fileSize: undefined } : { path, isDir: false, fileSize: 1 }
  }
  return repository
}

describe('a store that can only list', () => {
  test('is walked depth first, as it lists', async () => {
    const tree = { 'a.txt': 'a', 'b/c/d.txt': 'd', 'b/e.txt': 'e', 'f/g.txt': 'g', 'z.txt': 'z' }
    expect(await collect(walk(new MemoryRepository(tree), ''))).toEqual(Object.keys(tree))
    expect(await collect(walk(new MemoryRepository(tree), 'b'))).toEqual(['b/c/d.txt', 'b/e.txt'])
    expect(await collect(walk(new MemoryRepository(tree), 'a.txt'))).toEqual([])
  })

  test('has its next directories listed ahead, but never many, and none twice', async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${index}/f`, 'x']))
    const repository = new MemoryRepository(files)
    const list = repository.list.bind(repository)
    const listed: string[] = []
    let atOnce = 0
    let mostAtOnce = 0
    repository.list = async function* (directory) {
      listed.push(directory)
      atOnce += 1
      mostAtOnce = Math.max(mostAtOnce, atOnce)
      await new Promise(setImmediate)
      yield* list(directory)
      atOnce -= 1
    }
    expect(await collect(walk(repository, ''))).toHaveLength(200)
    expect(mostAtOnce).toBe(16)
    expect(new Set(listed).size).toBe(listed.length)
  })

  test('may be a thousand directories deep, but not without end', async () => {
    expect(await collect(walk(nested(1_000), ''))).toHaveLength(1)
    await expect(collect(walk(nested(Infinity), ''))).rejects.toMatchObject({ code: 'INVALID_STATE' })
  })

  test('is not listed on when nobody wants the rest', async () => {
    const repository = new MemoryRepository({ 'a/f': 'x', 'b/f': 'x' })
    const list = repository.list.bind(repository)
    const signals: (AbortSignal | undefined)[] = []
    repository.list = (directory, options?: { readonly signal?: AbortSignal | undefined }) => {
      signals.push(options?.signal)
      return list(directory)
    }
    for await (const _entry of walk(repository, '')) break
    expect(signals.every((signal) => signal?.aborted)).toBe(true)
  })

  test('fails with the failure of a listing', async () => {
    const repository = new MemoryRepository({ 'a/f': 'x', 'b/f': 'x' })
    const list = repository.list.bind(repository)
    repository.list = async function* (directory) {
      if (directory === 'b') throw new Error('refused')
      yield* list(directory)
    }
    await expect(collect(walk(repository, ''))).rejects.toThrow('refused')
  })
})
