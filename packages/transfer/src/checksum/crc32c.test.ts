import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { crc32c } from './crc32c.ts'
import { nativeCrc32c } from './native-crc32c.ts'

test('crc32c of 123456789 is what the catalogue of CRCs says, natively and without', async () => {
  const digits = Buffer.from('123456789')
  expect((await nativeCrc32c())?.(digits)).toBe(0xe3069283)
  expect(crc32c(digits)).toBe(0xe3069283)
  expect(crc32c(digits.subarray(4), crc32c(digits.subarray(0, 4)))).toBe(0xe3069283)
  expect(crc32c(new Uint8Array())).toBe(0)
})

test('both agree on bytes of every kind', async () => {
  const bytes = randomBytes(10_007)
  expect(crc32c(bytes), bytes.toString('hex')).toBe((await nativeCrc32c())?.(bytes))
})
