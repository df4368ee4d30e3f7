import { strictEqual } from 'node:assert'
import type { ByteRange } from '../artifact-content.ts'
import type { ArtifactRepository } from '../artifact-repository.ts'
import { MlflowError } from '../errors/mlflow-error.ts'
import { assertRejects, textOf } from './collect.ts'
import { type ConformanceCase, conformanceCase } from './conformance-case.ts'

const DIGITS = '0123456789'
const FILE = { 'digits.txt': DIGITS }

/** What `open` must do when a range or a validator is given. A store may send the whole instead, if it says so. */
export const rangeCases: readonly ConformanceCase[] = [
  ...(
    [
      { start: 0, end: 4 },
      { start: 3, end: 7 },
      { start: 6 },
      { start: 9, end: 10 },
      { start: 4, end: 99 },
    ] as const
  ).map((range) =>
    conformanceCase(`open gives the bytes ${JSON.stringify(range)} of ten`, FILE, async (repository) => {
      await assertRange(repository, range)
    }),
  ),

  conformanceCase(
    'a range that starts behind the end fails, or the whole is sent',
    FILE,
    async (repository) => {
      try {
        const content = await repository.open('digits.txt', { range: { start: 11 } })
        strictEqual(content.range, undefined)
        strictEqual(await textOf(content.body), DIGITS)
      } catch (error) {
        strictEqual(MlflowError.isInstance(error) ? error.code : error, 'INVALID_PARAMETER_VALUE')
      }
    },
  ),

  conformanceCase('a range that starts at the end holds nothing', FILE, async (repository) => {
    const content = await repository.open('digits.txt', { range: { start: DIGITS.length } })
    strictEqual(await textOf(content.body), content.range === undefined ? DIGITS : '')
  }),

  conformanceCase('a range of an empty file holds nothing', { empty: '' }, async (repository) => {
    const content = await repository.open('empty', { range: { start: 0, end: 5 } })
    strictEqual(await textOf(content.body), '')
  }),

  conformanceCase('a validator pins later ranges to the same content', FILE, async (repository) => {
    const { validator, body } = await repository.open('digits.txt')
    await textOf(body)
    if (validator === undefined) return
    const content = await repository.open('digits.txt', { range: { start: 8 }, ifMatch: validator })
    strictEqual(await textOf(content.body), content.range === undefined ? DIGITS : '89')
    strictEqual(content.validator, validator)
  }),

  conformanceCase(
    'content that was replaced does not match its old validator',
    FILE,
    async (repository, store) => {
      const { validator, body } = await repository.open('digits.txt')
      await textOf(body)
      if (validator === undefined || store.replace === undefined) return
      await store.replace('digits.txt', 'abcdefghij')
      await assertRejects(
        repository.open('digits.txt', { range: { start: 8 }, ifMatch: validator }),
        'DATA_LOSS',
      )
    },
  ),
]

async function assertRange(repository: ArtifactRepository, range: ByteRange): Promise<void> {
  const content = await repository.open('digits.txt', { range })
  const text = await textOf(content.body)
  if (content.range === undefined) {
    strictEqual(text, DIGITS)
    return
  }
  strictEqual(text, DIGITS.slice(range.start, range.end))
  strictEqual(content.range.start, range.start)
  strictEqual(content.range.end ?? DIGITS.length, Math.min(range.end ?? DIGITS.length, DIGITS.length))
  strictEqual(content.size ?? DIGITS.length, DIGITS.length)
}
