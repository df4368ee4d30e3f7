import type { Fault } from '@mlflow-artifacts/testing/fault-server'
import { expect, test } from 'vitest'
import { pathsOf } from '../../test/collect.ts'
import { startGcs, testRepository } from '../../test/start-gcs.ts'

const LARGEST = 16 * 2 ** 20

const page = (token: string, names: readonly string[], prefixes: readonly string[] = []): Fault => ({
  answer: {
    status: 200,
    body: JSON.stringify({
      items: names.map((name) => ({ name, size: '1' })),
      prefixes,
      nextPageToken: token,
    }),
  },
})

async function walked(repository: ReturnType<typeof testRepository>): Promise<string[]> {
  const paths: string[] = []
  for await (const { path } of repository.walk?.('') ?? []) paths.push(path)
  return paths
}

test.each([
  ['empty pages', (index: number) => page(`token ${index}`, []), 1_001],
  ['one prefix again and again', (index: number) => page(`token ${index}`, [], ['run/d/']), 1_002],
  ['the same objects', (index: number) => page(`token ${index}`, ['run/a', 'run/b']), 2],
  ['three pages in a circle', (index: number) => page(`token ${index}`, [`run/${index % 3}`]), 4],
] as const)(
  'a listing without an end is noticed, whatever its tokens: %s',
  async (_, pageOf, pages) => {
    for (const call of ['list', 'walk'] as const) {
      const server = await startGcs({}, ({ index }) => pageOf(index))
      const repository = testRepository(server)
      const found = call === 'list' ? pathsOf(repository.list('')) : walked(repository)
      await expect(found).rejects.toMatchObject({
        code: 'INVALID_STATE',
        uri: server.origin,
        message: expect.stringMatching(/^The listing of "run\/" has no end: /),
      })
      expect(server.requests).toHaveLength(pages)
    }
  },
  240_000,
)

test('a page without an end is given up', async () => {
  const piece = Buffer.from('{"name":"run/a","size":"1"},'.repeat(1000))
  const body = {
    *[Symbol.iterator]() {
      yield Buffer.from('{"items":[')
      for (;;) yield piece
    },
  }
  const server = await startGcs({}, () => ({ answer: { status: 200, body } }))
  await expect(walked(testRepository(server))).rejects.toMatchObject({
    code: 'MAX_READ_SIZE_EXCEEDED',
    message: expect.stringContaining(`larger than ${LARGEST} bytes`),
  })
  expect(server.requests).toHaveLength(1)
}, 30_000)
