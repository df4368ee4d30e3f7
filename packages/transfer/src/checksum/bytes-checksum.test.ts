import { createHash, randomBytes } from 'node:crypto'
import type { Checksum } from '@mlflow-artifacts/repository'
import { expect, test } from 'vitest'
import { bytesChecksum } from './bytes-checksum.ts'

const MEBIBYTE = 1024 * 1024
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const stored = (partSize?: number): Checksum => ({
  algorithm: 'sha256',
  value: new Uint8Array(32),
  of: 'whole',
  partSize,
})

test.each([undefined, 5 * MEBIBYTE, 20 * MEBIBYTE, 10_000])(
  'is the same in blocks: parts of %s',
  async (size) => {
    const bytes = randomBytes(18 * MEBIBYTE)
    const parts: Uint8Array[] = []
    for (let start = 0; start < bytes.byteLength; start += size ?? 1e9) {
      parts.push(sha256(bytes.subarray(start, start + (size ?? 1e9))))
    }
    const expected = size === undefined ? parts[0] : sha256(Buffer.concat(parts))
    expect(Buffer.from(await bytesChecksum(bytes, stored(size), undefined))).toEqual(expected)
  },
)

test.each([undefined, MEBIBYTE, 64])(
  'lets others have their turn, and ends when it is aborted: parts of %s',
  async (size) => {
    const controller = new AbortController()
    const reason = new Error('enough')
    setImmediate(() => controller.abort(reason))
    const call = bytesChecksum(Buffer.alloc(64 * MEBIBYTE), stored(size), controller.signal)
    await expect(call).rejects.toBe(reason)
  },
)
