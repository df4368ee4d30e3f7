import { expect, test } from 'vitest'
import { fixture } from '../../test/recorded-store.ts'
import { parseMeta } from './parse-meta.ts'

test('what PyYAML wrote is read back: texts and nulls exactly, anything else as its text', async () => {
  const written: Readonly<Record<string, unknown>> = JSON.parse(fixture('values.json'))
  const read = await parseMeta(fixture('values.yaml'))
  expect(Object.fromEntries(read ?? [])).toEqual({
    ...written,
    integer: '12',
    large: '9223372036854775808',
    flag: 'true',
  })
})

test.each(['', '- 1', 'text'])('%j holds no fields', async (text) => {
  expect(await parseMeta(text)).toBeUndefined()
})

test.each([
  'a: !!js/function x',
  'a: !!python/object/apply:os.system [x]',
  'a: *b',
  'a: 1\n---\nb: 2',
  '[',
  '\ta: 1',
])('%j is refused', async (text) => {
  await expect(parseMeta(text)).rejects.toThrow()
})

test('deep nesting is refused rather than crashing', async () => {
  await expect(parseMeta(`a: ${'['.repeat(20_000)}`)).rejects.toThrow()
})
