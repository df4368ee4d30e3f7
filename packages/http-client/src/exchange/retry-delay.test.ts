import { expect, test } from 'vitest'
import { parseRetryAfter } from './parse-retry-after.ts'
import { retryDelay } from './retry-delay.ts'

const policy = { max: 7, backoffFactor: 2, jitter: 1, respectRetryAfter: true }
const delays = (random: number): number[] =>
  [1, 2, 3, 4, 5, 6, 7, 8].map((repetition) => retryDelay(repetition, policy, undefined, () => random))

test("the delays are urllib3's", () => {
  expect(delays(0)).toEqual([0, 4000, 8000, 16_000, 32_000, 64_000, 120_000, 120_000])
  expect(delays(0.5)).toEqual([0, 4500, 8500, 16_500, 32_500, 64_500, 120_000, 120_000])
})

test.each([
  [undefined, 4000],
  [0, 4000],
  [1000, 1000],
  [3_600_000, 60_000],
])('Retry-After of %s milliseconds waits for %i', (retryAfterMs, expected) => {
  expect(retryDelay(2, policy, retryAfterMs, () => 0)).toBe(expected)
})

test('Retry-After may be disregarded', () => {
  expect(retryDelay(2, { ...policy, respectRetryAfter: false }, 1000, () => 0)).toBe(4000)
})

const now = Date.parse('2026-01-01T00:00:00Z')

test.each([
  [undefined, undefined],
  ['120', 120_000],
  [' 0 ', 0],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', undefined],
])('Retry-After: %s', (value, expected) => {
  expect(parseRetryAfter(value, now)).toBe(expected)
})
