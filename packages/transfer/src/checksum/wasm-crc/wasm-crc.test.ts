import { readFile } from 'node:fs/promises'
import { createCRC32, createCRC64 } from 'hash-wasm'
import { expect, test } from 'vitest'
import wabt from 'wabt'
import { wasmCrc } from './wasm-crc.ts'

test('the module is what the text compiles to (vitest -u writes it)', async () => {
  const file = new URL('wasm-crc.wat', import.meta.url)
  const text = await readFile(file, 'utf8')
  const { buffer } = (await wabt()).parseWat(file.pathname, text, { simd: true }).toBinary({})
  const source =
    `/** \`wasm-crc.wat\`, compiled; its test writes this file. */\n` +
    `export const WASM_CRC_MODULE: string =\n  '${Buffer.from(buffer).toString('base64')}'\n`
  await expect(source).toMatchFileSnapshot('wasm-crc-module.ts')
})

test.each([
  ['crc64nvme', '', 0n],
  ['crc64nvme', '123456789', 0xae8b14860a799888n],
  ['crc32c', '', 0n],
  ['crc32c', '123456789', 0xe3069283n],
  ['crc32', '', 0n],
  ['crc32', '123456789', 0xcbf43926n],
] as const)('%s of %j', (name, text, crc) => {
  expect(wasmCrc(name, Buffer.from(text))).toBe(crc)
})

test.each([
  ['crc64nvme', 16, () => createCRC64('9a6c9329ac4bc9b5')],
  ['crc32c', 8, () => createCRC32(0x82f63b78)],
  ['crc32', 8, () => createCRC32()],
] as const)(
  '%s is that of another implementation, for any length and in any pieces',
  async (name, digits, create) => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    console.log(`SEED=${seed}`)
    let state = seed
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
    const reference = await create()
    for (let round = 0; round < 200; round += 1) {
      const size = random(2) === 0 ? random(200_000) : random(6000)
      const bytes = Buffer.from(Array.from({ length: size }, () => random(256)))
      let crc = 0n
      for (let start = 0; start < bytes.byteLength; ) {
        const end = start + 1 + random(90_000)
        crc = wasmCrc(name, bytes.subarray(start, end), crc)
        start = end
      }
      expect(crc.toString(16).padStart(digits, '0')).toBe(reference.init().update(bytes).digest())
    }
  },
)
