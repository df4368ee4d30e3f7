import { expect, test } from 'vitest'
import { EntryLimit } from './entry-limit.ts'

test('a million entries may be collected, and no more', () => {
  const limit = new EntryLimit("The listing of 'x'", 's3://bucket')
  for (let index = 0; index < 1_000_000; index += 1) limit.add('name')
  expect(() => limit.add('name')).toThrow(
    expect.objectContaining({
      code: 'MAX_READ_SIZE_EXCEEDED',
      uri: 's3://bucket',
      message: expect.stringMatching(/^The listing of 'x' has more than 1000000 entries/),
      hint: expect.stringContaining('walkArtifacts'),
    }),
  )
})

test('nor may their names be without an end', () => {
  const limit = new EntryLimit("The listing of 'x'", 's3://bucket')
  const name = 'x'.repeat(2 ** 20)
  for (let index = 0; index < 128; index += 1) limit.add(name)
  expect(() => limit.add('')).not.toThrow()
  expect(() => limit.add('x')).toThrow('characters')
})
