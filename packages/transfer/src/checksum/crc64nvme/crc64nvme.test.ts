import { readFile } from 'node:fs/promises'
import { createCRC64 } from 'hash-wasm'
import { expect, test } from 'vitest'
import wabt from 'wabt'
import { crc64nvme } from './crc64nvme.ts'

test('the module is what the text compiles to (vitest -u writes it)', async () => {
  const file = new URL('crc64nvme.wat', import.meta.url)
  const text = await readFile(file, 'utf8')
  const { buffer } = (await wabt()).parseWat(file.pathname, text, { simd: true }).toBinary({})
  const source =
    `/** \`crc64nvme.wat\`, compiled; its test writes this file. */\n` +
    `export const CRC64NVME_MODULE: string =\n  '${Buffer.from(buffer).toString('base64')}'\n`
  await expect(source).toMatchFileSnapshot('crc64nvme-module.ts')
})

test.each([
  ['', 0n],
  ['123456789', 0xae8b14860a799888n],
])('of %j', (text, crc) => {
  expect(crc64nvme(Buffer.from(text))).toBe(crc)
})

test('is that of another implementation, for any length and in any pieces', async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  console.log(`SEED=${seed}`)
  let state = seed
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const reference = await createCRC64('9a6c9329ac4bc9b5')
  for (let round = 0; round < 300; round += 1) {
    const bytes = Buffer.from(
      Array.from({ length: random(2) ? random(200_000) : random(5000) }, () => random(256)),
    )
    let crc = 0n
    for (let start = 0; start < bytes.byteLength; ) {
      const end = start + 1 + random(90_000)
      crc = crc64nvme(bytes.subarray(start, end), crc)
      start = end
    }
    expect(crc.toString(16).padStart(16, '0')).toBe(reference.init().update(bytes).digest())
  }
})
