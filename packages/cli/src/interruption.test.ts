import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Interruption } from './interruption.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('%s aborts; a second one at once is the same wish, and a later one ends the process', (name, exitCode) => {
  const process = new EventEmitter()
  const interruption = new Interruption(process)
  expect(interruption.exitCode).toBeUndefined()
  process.emit(name, name)
  expect(interruption.signal.aborted).toBe(true)
  expect(interruption.exitCode).toBe(exitCode)
  for (const other of ['SIGINT', 'SIGTERM']) expect(process.emit(other, other)).toBe(true)
  expect(interruption.exitCode).toBe(exitCode)
  vi.advanceTimersByTime(1_000)
  expect(process.eventNames()).toEqual([])
})
