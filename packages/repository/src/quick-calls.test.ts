import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { QuickCalls } from './quick-calls.ts'

const LONG_MS = 6

beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => vi.useRealTimers())

/** Whether it was looked at once, where that takes so long. */
async function isNow(ms: number): Promise<boolean> {
  const now = (): boolean => {
    vi.advanceTimersByTime(ms)
    return true
  }
  return await new QuickCalls(true).make(now, () => Promise.resolve(false))
}

test('looks stay quick where few are long, and go to threads for good where most are', async () => {
  for (let count = 0; count < 10_000; count += 1)
    expect(await isNow(count % 150 === 0 ? LONG_MS : 0)).toBe(true)
  let long = 0
  while (long < 100 && (await isNow(LONG_MS))) long += 1
  expect(long).toBeLessThan(6)
  expect(await isNow(0)).toBe(false)
})

test('where somebody else serves the files, threads are asked from the first call on', async () => {
  const call = new QuickCalls(false).make(
    () => true,
    () => Promise.resolve(false),
  )
  expect(await call).toBe(false)
})
