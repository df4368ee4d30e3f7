import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { SeededRandom } from '@mlflow-artifacts/testing/fault-server'

const IMAGE: Buffer = readFileSync(new URL('../../fixtures/plot.png', import.meta.url))

const JSONS = [
  '{"a": [1, 2.5, null, true], "é": "中"}',
  '[]',
  '3',
  '"text"',
  '{"a": NaN, "b": -Infinity, "c": Infinity}',
  '{"a": 1, "a": 2}',
  '{"big": 123456789012345678901234567890, "float": 1e400, "small": -0.0}',
  '{"open": ',
  "{'quoted': 1}",
  '\ufeff{}',
  ' \n{"a":\t"\\ud83d\\ude00\\u0000"}\r\n',
  '{"__proto__": {"a": 1}, "constructor": 2}',
  'nan',
  '01',
  '"\ttab"',
] as const
const TEXTS = [
  '',
  'first\r\nsecond\rthird\n',
  '\ufeffmarked',
  'é中🎉\u2028\u0085',
  'a\0b',
  'x',
  '\r',
  '\r\n\r',
] as const
/** No UTF-8. */
const BROKEN = ['ff', 'c328', 'eda080', 'f09f8e', '61c3'] as const

/** What a file of this name holds: what the loaders read, and what they refuse. */
export function generateContent(random: SeededRandom, path: string): Uint8Array {
  if (random.next() < 0.15) return new Uint8Array()
  if (random.next() < 0.05) return Buffer.from(random.pick(BROKEN), 'hex')
  if (/\.png$/.test(path))
    return random.next() < 0.8 ? IMAGE : IMAGE.subarray(0, random.integer(0, IMAGE.length))
  if (/\.gz$/.test(path)) return gzipSync(`packed ${random.integer(0, 1000)}`)
  if (/json$/i.test(path)) return Buffer.from(random.pick(JSONS))
  if (random.next() < 0.2) return random.bytes(random.integer(1, 5000))
  if (random.next() < 0.1) return Buffer.from(random.pick(JSONS))
  return Buffer.from(random.pick(TEXTS))
}
