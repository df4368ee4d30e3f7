import { MlflowError, type RetryEvent } from 'mlflow-artifacts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RetryNotice } from './retry-notice.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const cause = new Error('connect ECONNREFUSED 127.0.0.1:5000\x1b[2J\nmore')
const error = new MlflowError('Python says much', { cause })

function event(attempt: number, delayMs: number): RetryEvent {
  return { uri: 'http://h', attempt, attempts: 8, delayMs, error }
}

const line = (seconds: number, attempt: number): string =>
  `\r\x1b[Kretrying in ${seconds} s (attempt ${attempt} of 8): connect ECONNREFUSED 127.0.0.1:5000\\x1b[2J\n`

test('who waits for two seconds is told, and not before', () => {
  const lines: string[] = []
  const notice = new RetryNotice((text) => lines.push(text))
  notice.note(event(2, 0))
  notice.note(event(3, 1_500))
  vi.advanceTimersByTime(1_500)
  expect(lines).toEqual([])
  notice.note(event(4, 4_000))
  expect(lines).toEqual([])
  vi.advanceTimersByTime(500)
  expect(lines).toEqual([line(4, 4)])
  vi.advanceTimersByTime(3_500)
  notice.note(event(5, 8_001))
  expect(lines.slice(1)).toEqual([line(9, 5)])
})

test('of many files that fail at once, one stands for all', () => {
  const lines: string[] = []
  const notice = new RetryNotice((text) => lines.push(text))
  vi.advanceTimersByTime(3_000)
  for (let file = 0; file < 16; file += 1) notice.note(event(2, 500))
  vi.advanceTimersByTime(1_000)
  notice.note(event(3, 700))
  expect(lines).toEqual([line(1, 2), line(1, 3)])
})
