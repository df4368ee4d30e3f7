import { deepStrictEqual, ok, strictEqual } from 'node:assert'
import { assertRejects, bytesOf, textOf } from './collect.ts'
import { type ConformanceCase, conformanceCase } from './conformance-case.ts'

const TREE = { 'a.txt': 'content of a', 'd/b.txt': 'b', 'empty.bin': '' }

/** Three MiB that no compression, repetition or text conversion leaves unharmed. */
function noise(): Uint8Array {
  const bytes = new Uint8Array(3 * 1024 * 1024 + 17)
  let state = 2463534242
  for (let index = 0; index < bytes.length; index += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[index] = state
  }
  return bytes
}

/** What `open` must do when no range is asked for. */
export const openingCases: readonly ConformanceCase[] = [
  conformanceCase('open gives the whole file', TREE, async (repository) => {
    const content = await repository.open('a.txt')
    strictEqual(await textOf(content.body), 'content of a')
    ok(content.size === undefined || content.size === 12)
    strictEqual(content.range, undefined)
  }),

  conformanceCase('open reads below a directory', TREE, async (repository) => {
    strictEqual(await textOf((await repository.open('d/b.txt')).body), 'b')
  }),

  conformanceCase('open gives an empty file', TREE, async (repository) => {
    const content = await repository.open('empty.bin')
    strictEqual((await bytesOf(content.body)).byteLength, 0)
    ok(content.size === undefined || content.size === 0)
  }),

  conformanceCase('open gives every byte of a larger file', { 'noise.bin': noise() }, async (repository) => {
    deepStrictEqual(await bytesOf((await repository.open('noise.bin')).body), noise())
  }),

  conformanceCase('open of a missing path fails', TREE, async (repository) => {
    await assertRejects(repository.open('missing.txt'), 'RESOURCE_DOES_NOT_EXIST')
    await assertRejects(repository.open('d/missing.txt'), 'RESOURCE_DOES_NOT_EXIST')
  }),

  conformanceCase('open of a path below a file fails', TREE, async (repository) => {
    await assertRejects(repository.open('a.txt/below'), 'RESOURCE_DOES_NOT_EXIST')
  }),

  conformanceCase('open of a directory fails', TREE, async (repository) => {
    await assertRejects(repository.open('d'), 'INVALID_PARAMETER_VALUE')
    await assertRejects(repository.open(''), 'INVALID_PARAMETER_VALUE')
  }),

  conformanceCase(
    'an abort inside a body ends it with the reason',
    { 'noise.bin': noise() },
    async (repository) => {
      const controller = new AbortController()
      const reason = new Error('enough')
      const { body } = await repository.open('noise.bin', { signal: controller.signal })
      let received = 0
      const reading = async (): Promise<'whole'> => {
        for await (const chunk of body) {
          received += chunk.byteLength
          controller.abort(reason)
        }
        return 'whole'
      }
      const outcome = await reading().catch((error: unknown) => error)
      // What comes in one piece is there before it can be aborted.
      strictEqual(outcome, received === noise().byteLength ? 'whole' : reason)
    },
  ),

  conformanceCase(
    'a body that is left early does not harm the next call',
    { 'noise.bin': noise() },
    async (repository) => {
      for (let round = 0; round < 20; round += 1) {
        for await (const chunk of (await repository.open('noise.bin')).body) {
          ok(chunk.byteLength > 0)
          break
        }
      }
      strictEqual((await bytesOf((await repository.open('noise.bin')).body)).byteLength, noise().byteLength)
    },
  ),
]
