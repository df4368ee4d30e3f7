import { expect, test } from 'vitest'
import { ReadingTime } from './reading-time.ts'

const LOOK_MS = 60

test('a thread that has next to nothing to do may read as many as there may be', async () => {
  const time = new ReadingTime(7)
  await expect.poll(() => time.streams(1)).toBe(7)
})

test('a busy thread reads no more than it does', () => {
  const time = new ReadingTime(8)
  const end = performance.now() + LOOK_MS
  while (performance.now() < end);
  expect(time.streams(2)).toBe(2)
})

test('what was opened stays open', async () => {
  const time = new ReadingTime(4)
  await expect.poll(() => time.streams(2)).toBe(4)
  const end = performance.now() + LOOK_MS
  while (performance.now() < end);
  expect(time.streams(1)).toBe(4)
})

test('a store whose bytes wait for the thread is read from no more streams', async () => {
  const time = new ReadingTime(8)
  const end = performance.now() + LOOK_MS
  await expect.poll(() => performance.now()).toBeGreaterThan(end)
  time.received(1024 * 1024)
  time.received(64 * 1024)
  expect(time.streams(2)).toBe(2)
})

test('a store whose bytes come in small pieces is', async () => {
  const time = new ReadingTime(8)
  await expect
    .poll(() => {
      time.received(64 * 1024)
      return time.streams(2)
    })
    .toBe(8)
})
