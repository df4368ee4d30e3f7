import { expect, test } from 'vitest'
import { xxHashers } from './xx-hashers.ts'

const bytesOf = (size: number): Buffer =>
  Buffer.from(Array.from({ length: size }, (_, index) => (index * 131 + 7) % 256))

// Python's xxhash 3, each on the other side of a length from which the algorithm goes another way.
test.each([
  ['xxhash64', 0, 'ef46db3751d8e999'],
  ['xxhash64', 100, '9ddada11d3dc2d8f'],
  ['xxhash64', 300_000, '262cabd07bacdcfc'],
  ['xxhash3', 0, '2d06800538d394c2'],
  ['xxhash3', 16, '86abf6baccea0858'],
  ['xxhash3', 240, 'b6cfaf343fab81e6'],
  ['xxhash3', 241, '956cae592c67279e'],
  ['xxhash3', 300_000, '3ef2dba2c088772c'],
  ['xxhash128', 0, '99aa06d3014798d86001c324468d497f'],
  ['xxhash128', 100, '76b536586de98b82580b061a98a5a9b4'],
  ['xxhash128', 300_000, '94760eaf981446003ef2dba2c088772c'],
] as const)('%s of %i bytes is %s, whoever takes turns with it', async (algorithm, size, digest) => {
  const createHasher = await xxHashers(algorithm)
  const bytes = bytesOf(size)
  const hashers = Array.from({ length: 20 }, () => createHasher())
  const abandoned = createHasher()
  for (let start = 0; start < size; start += 70_001) {
    for (const hasher of hashers) hasher.update(bytes.subarray(start, start + 70_001))
    abandoned.update(bytes)
  }
  const digests = hashers.map((hasher) => Buffer.from(hasher.digest()).toString('hex'))
  expect(new Set(digests)).toEqual(new Set([digest]))
})
