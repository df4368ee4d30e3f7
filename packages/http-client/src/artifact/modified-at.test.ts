import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { modifiedAt } from './modified-at.ts'

const MONDAY = 'Mon, 23 Nov 2026 10:27:24 GMT'

test.each<[Record<string, string>, number | undefined]>([
  [{ 'last-modified': MONDAY, date: 'Mon, 23 Nov 2026 10:28:24 GMT' }, Date.UTC(2026, 10, 23, 10, 27, 24)],
  [{ 'last-modified': MONDAY, date: 'Mon, 23 Nov 2026 10:28:23 GMT' }, undefined],
  [{ 'last-modified': MONDAY, date: MONDAY }, undefined],
  [{ 'last-modified': MONDAY, date: 'Sun, 22 Nov 2026 10:28:24 GMT' }, undefined],
  [{ 'last-modified': MONDAY }, undefined],
  [{ date: MONDAY }, undefined],
  [{ 'last-modified': 'yesterday', date: MONDAY }, undefined],
])('%j', (headers, expected) => {
  expect(modifiedAt({ status: 200, headers, url: 'http://h/', body: Readable.from([]) })).toBe(expected)
})
